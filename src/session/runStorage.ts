import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { warning, type Problem } from '../core/problem';
import type { RunRows } from '../runs/stored';
import type { RunEdit } from '../runs/state';

/**
 * Where runs are kept between visits. Each run has rows of its own, so that tabs that keep runs at the same time take nothing
 * from one another; nothing that is read is trusted (runs/stored.ts).
 */
export interface RunStorage {
  /** The rows of every run that list it, unchecked. */
  entries(): Promise<readonly unknown[]>;
  details(id: string): Promise<unknown>;
  adapter(id: string): Promise<unknown>;
  /** Writes runs whole or not at all, each in a transaction of its own. */
  put(rows: RunRows): Promise<void>;
  /** Changes what is there now, whatever another tab has made of it; does nothing where it is gone. */
  edit(id: string, patch: RunEdit): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  baseline(): Promise<unknown>;
  setBaseline(id: string | null): Promise<void>;
}

interface RunDatabase extends DBSchema {
  entries: { key: string; value: { readonly id: string } };
  details: { key: string; value: { readonly id: string } };
  adapters: { key: string; value: { readonly id: string } };
  settings: { key: string; value: unknown };
}

const NAME = 'loaa-runs';
const STORES = ['entries', 'details', 'adapters'] as const;
const BASELINE = 'baseline';

function open(): Promise<IDBPDatabase<RunDatabase>> {
  return openDB<RunDatabase>(NAME, 1, {
    upgrade(database) {
      for (const store of STORES) database.createObjectStore(store, { keyPath: 'id' });
      database.createObjectStore('settings');
    },
  });
}

async function using<T>(work: (database: IDBPDatabase<RunDatabase>) => Promise<T>): Promise<T> {
  const database = await open();
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/** The browser's own storage (IndexedDB). Every call rejects where there is none, or where it is full. */
export function browserRunStorage(): RunStorage {
  return {
    entries: () => using((database) => database.getAll('entries')),
    details: (id) => using((database) => database.get('details', id)),
    adapter: (id) => using((database) => database.get('adapters', id)),
    put: ({ entry, details, adapter }) =>
      using(async (database) => {
        const transaction = database.transaction(STORES, 'readwrite');
        await Promise.all([
          transaction.objectStore('entries').put(entry),
          transaction.objectStore('details').put(details),
          adapter ? transaction.objectStore('adapters').put(adapter) : null,
          transaction.done,
        ]);
      }),
    edit: (id, patch) =>
      using(async (database) => {
        const transaction = database.transaction('entries', 'readwrite');
        const entry = await transaction.store.get(id);
        if (entry) await transaction.store.put({ ...entry, ...patch });
        await transaction.done;
      }),
    remove: (ids) =>
      using(async (database) => {
        const transaction = database.transaction(STORES, 'readwrite');
        const gone = ids.flatMap((id) => STORES.map((store) => transaction.objectStore(store).delete(id)));
        await Promise.all([...gone, transaction.done]);
      }),
    baseline: () => using((database) => database.get('settings', BASELINE)),
    setBaseline: (id) => using(async (database) => void (await database.put('settings', id, BASELINE))),
  };
}

/** What a person is told where the storage does not do its part; runs stay in this tab's memory. */
export function runStorageProblem(error: unknown): Problem {
  const isFull = error instanceof Error && error.name === 'QuotaExceededError';
  const reason = isFull
    ? 'the browser’s storage for this page is full'
    : 'the browser gives this page no storage (a private window, perhaps)';
  const cause = `are kept in this tab only: ${reason}. Nothing is lost yet, but a reload would lose what is not exported.`;
  const cure = isFull
    ? 'Export runs as a file, then delete some, or remove cached models.'
    : 'Export the runs as a file before leaving the page.';
  return warning(isFull ? 'runs.quota' : 'runs.storage', 'The newest runs', cause, cure);
}
