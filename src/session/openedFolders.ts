import { openDB } from 'idb';
import type { AppStore } from '../store/store';
import { subjectData } from '../sweep/fingerprint';
import { watchKeptRuns } from './keptMark';

/** Where the browser keeps what opens a kept run's sounds again, beside their digest (`subjectData`): one record. */
export interface FolderStorage {
  /** Unchecked; undefined for none. */
  load(): Promise<unknown>;
  /** Null forgets. */
  save(record: OpenedFolders | null): Promise<void>;
}

export interface OpenedFolders {
  readonly digest: string;
  readonly handles: readonly FileSystemHandle[];
}

/** Chromium's part of a handle. */
interface AsksLeave {
  requestPermission?(options: { readonly mode: 'read' }): Promise<PermissionState>;
}

/** The files and folders that a kept run's sounds came from, where the browser lets a page open them in a later visit. */
export interface FolderKeeper {
  /** The names of what was kept for sounds of this digest; none where nothing was. */
  names(digest: string): Promise<readonly string[]>;
  /** Asks the browser, and it the person, to read them: within what follows a press. Null where that was refused. */
  allowed(digest: string): Promise<readonly FileSystemHandle[] | null>;
  forget(): Promise<void>;
}

/**
 * Keeps what opens the sounds of a run again while the run is kept. Without storage nothing is kept, and the sounds have to be
 * dropped again.
 * @param openedFrom what the sounds that are open came from; null where that cannot be opened again
 */
export function createFolderKeeper(
  store: AppStore,
  openedFrom: () => readonly FileSystemHandle[] | null,
  storage: FolderStorage = browserFolderStorage(),
): FolderKeeper {
  const save = (record: OpenedFolders | null) => storage.save(record).catch(() => undefined);
  const load = async (digest: string): Promise<readonly FileSystemHandle[]> => {
    const record = await storage.load().catch(() => undefined);
    return isOpenedFolders(record) && record.digest === digest ? record.handles : [];
  };
  watchKeptRuns(store, {
    kept() {
      const { dataset } = store.getState().data;
      const handles = openedFrom();
      void save(dataset && handles ? { digest: subjectData(dataset).digest, handles } : null);
    },
    over: () => void save(null),
  });
  return {
    names: async (digest) => (await load(digest)).map(({ name }) => name),
    async allowed(digest) {
      const handles = await load(digest);
      for (const handle of handles) {
        const leave = await (handle as AsksLeave).requestPermission?.({ mode: 'read' });
        if (leave === 'denied' || leave === 'prompt') return null;
      }
      return handles.length > 0 ? handles : null;
    },
    forget: () => save(null),
  };
}

function isOpenedFolders(record: unknown): record is OpenedFolders {
  const { digest, handles } = (record ?? {}) as Partial<OpenedFolders>;
  const isHandle = (value: unknown) => value instanceof FileSystemHandle;
  return typeof digest === 'string' && Array.isArray(handles) && handles.every(isHandle);
}

const DATABASE = 'loaa-folders';
const STORE = 'folders';
const KEY = 'kept-run';

/** The browser's own storage (IndexedDB), which alone takes handles. Every call rejects where there is none. */
export function browserFolderStorage(): FolderStorage {
  const using = async <T>(work: (database: Awaited<ReturnType<typeof open>>) => Promise<T>): Promise<T> => {
    const database = await open();
    try {
      return await work(database);
    } finally {
      database.close();
    }
  };
  const open = () => openDB(DATABASE, 1, { upgrade: (database) => void database.createObjectStore(STORE) });
  return {
    load: () => using((database) => database.get(STORE, KEY) as Promise<unknown>),
    save: (record) =>
      using(async (database) => {
        if (record) await database.put(STORE, record, KEY);
        else await database.delete(STORE, KEY);
      }),
  };
}
