import { openDB } from 'idb';

/** Where corrections are kept between visits: one record for each data set, by its fingerprint. */
export interface EditStorage {
  /** Unchecked; undefined for none. */
  load(fingerprint: string): Promise<unknown>;
  /** Null forgets. */
  save(fingerprint: string, record: object | null): Promise<void>;
}

const DATABASE = 'loaa-corrections';
const STORE = 'corrections';

/** The browser's own storage (IndexedDB). Every call rejects where there is none, or where it is full. */
export function browserEditStorage(): EditStorage {
  const open = () => openDB(DATABASE, 1, { upgrade: (database) => void database.createObjectStore(STORE) });
  return {
    async load(fingerprint) {
      const database = await open();
      try {
        return (await database.get(STORE, fingerprint)) as unknown;
      } finally {
        database.close();
      }
    },
    async save(fingerprint, record) {
      const database = await open();
      try {
        if (record) await database.put(STORE, record, fingerprint);
        else await database.delete(STORE, fingerprint);
      } finally {
        database.close();
      }
    },
  };
}
