import { openDB, type DBSchema } from 'idb';
import { openFeatureFolder } from '../worker/featureFiles';
import type { FeatureRow } from './featureIndex';

/** Where it stands which features are on disk. Every call may reject: then nothing is kept. */
export interface FeatureStorage {
  /** What is there: rows and files that do not belong to each other are removed. */
  rows(): Promise<readonly FeatureRow[]>;
  /** Notes what was wanted, and removes what must go. */
  save(wanted: readonly FeatureRow[], gone: readonly string[]): Promise<void>;
  clear(): Promise<void>;
  /** Bytes that the browser lets this page store; undefined where it does not say. */
  quota(): Promise<number | undefined>;
}

interface FeatureDatabase extends DBSchema {
  rows: { key: string; value: FeatureRow };
}

const open = () =>
  openDB<FeatureDatabase>('loaa-features', 1, {
    upgrade: (database) => void database.createObjectStore('rows', { keyPath: 'key' }),
  });

async function folderOf(): Promise<FileSystemDirectoryHandle> {
  const folder = await openFeatureFolder();
  if (!folder) throw new Error('The browser grants no private file system.');
  return folder;
}

/** The browser's own: the files are in its private file system, the rows in IndexedDB. */
export function browserFeatureStorage(): FeatureStorage {
  const save: FeatureStorage['save'] = async (wanted, gone) => {
    const database = await open();
    try {
      const { store, done } = database.transaction('rows', 'readwrite');
      await Promise.all([...wanted.map((row) => store.put(row)), ...gone.map((key) => store.delete(key)), done]);
    } finally {
      database.close();
    }
    const folder = await folderOf();
    // One that is gone already, or is being written just now, is no matter.
    for (const key of gone) await folder.removeEntry(key).catch(() => undefined);
  };
  return {
    save,
    async rows() {
      const names = new Set<string>();
      for await (const name of (await folderOf()).keys()) names.add(name);
      const database = await open();
      const all = await database.getAll('rows').finally(() => database.close());
      const there = all.filter(({ key }) => names.has(key));
      const known = new Set(all.map(({ key }) => key));
      const stray = [...names].filter((name) => !known.has(name));
      const lost = all.filter(({ key }) => !names.has(key)).map(({ key }) => key);
      if (stray.length + lost.length > 0) await save([], [...stray, ...lost]);
      return there;
    },
    async clear() {
      const database = await open();
      await database.clear('rows').finally(() => database.close());
      await (await navigator.storage.getDirectory()).removeEntry('features', { recursive: true });
    },
    quota: async () => (await navigator.storage.estimate()).quota,
  };
}
