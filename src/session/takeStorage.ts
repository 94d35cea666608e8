import { openDB } from 'idb';
import * as v from 'valibot';

/** A recorded clip as the browser keeps it. */
export interface StoredTake {
  /** When it was made and which it was then: no two tabs make the same. */
  readonly key: string;
  readonly label: string;
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

const storedTake = v.object({
  key: v.string(),
  label: v.pipe(v.string(), v.maxLength(200)),
  samples: v.instance(Float32Array),
  sampleRate: v.pipe(v.number(), v.minValue(1)),
});

/** Where recorded clips are kept between visits. */
export interface TakeStorage {
  /** The sound ones, oldest first. */
  load(): Promise<readonly StoredTake[]>;
  put(take: StoredTake): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
}

const DATABASE = 'loaa-takes';
const STORE = 'takes';

/** The browser's own storage (IndexedDB). Every call rejects where there is none, or where it is full. */
export function browserTakeStorage(): TakeStorage {
  const open = () =>
    openDB(DATABASE, 1, { upgrade: (database) => void database.createObjectStore(STORE, { keyPath: 'key' }) });
  const within = async <T>(work: (database: Awaited<ReturnType<typeof open>>) => Promise<T>): Promise<T> => {
    const database = await open();
    try {
      return await work(database);
    } finally {
      database.close();
    }
  };
  return {
    load: () =>
      within(async (database) =>
        ((await database.getAll(STORE)) as unknown[]).flatMap((row) => {
          const read = v.safeParse(storedTake, row);
          return read.success ? [read.output] : [];
        }),
      ),
    put: (take) => within(async (database) => void (await database.put(STORE, take))),
    remove: (keys) =>
      within(async (database) => {
        const change = database.transaction(STORE, 'readwrite');
        await Promise.all([...keys.map((key) => change.store.delete(key)), change.done]);
      }),
  };
}
