import { warning, type Problem } from '../core/problem';

/** Where the queue is kept between visits: records by id, each written whole or not at all. */
export interface SweepStorage {
  /** Every record, unchecked. */
  load(): Promise<readonly unknown[]>;
  /** Writes and removes in one transaction. */
  save(put: readonly object[], remove: readonly string[]): Promise<void>;
  clear(): Promise<void>;
}

const DATABASE = 'loaa-sweep';
const STORE = 'runs';

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The storage gave no reason.'));
  });
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
  return answered(request);
}

/** Runs work in one transaction; resolves when it is on disk, rejects where it was rolled back. */
async function transact<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => T): Promise<T> {
  const database = await open();
  try {
    const transaction = database.transaction(STORE, mode);
    const ended = new Promise<void>((resolve, reject) => {
      const failed = () => reject(transaction.error ?? new Error('The storage gave no reason.'));
      transaction.oncomplete = () => resolve();
      transaction.onabort = failed;
      transaction.onerror = failed;
    });
    const result = work(transaction.objectStore(STORE));
    await ended;
    return result;
  } finally {
    database.close();
  }
}

/** The browser's own storage (IndexedDB). Every call rejects where there is none, or where it is full. */
export function browserSweepStorage(): SweepStorage {
  return {
    async load() {
      const request = await transact('readonly', (store) => store.getAll() as IDBRequest<unknown[]>);
      return request.result;
    },
    save: (put, remove) =>
      transact('readwrite', (store) => {
        for (const id of remove) store.delete(id);
        for (const record of put) store.put(record);
      }),
    clear: () =>
      transact('readwrite', (store) => {
        store.clear();
      }),
  };
}

/** What a person is told where the storage does not do its part; the queue goes on in memory. */
export function storageProblem(error: unknown): Problem {
  const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
  const cause = isFull
    ? 'is not kept: the browser’s storage for this page is full. The queue goes on, but a reload would lose what is not exported.'
    : 'is not kept: the browser gives this page no storage (a private window, perhaps). The queue goes on, but a reload would lose it.';
  const cure = isFull
    ? 'Export the runs as csv, then remove some, or remove cached models.'
    : 'Export the runs as csv before leaving the page.';
  return warning(isFull ? 'sweep.quota' : 'sweep.storage', 'The sweep', cause, cure);
}
