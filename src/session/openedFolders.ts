import { openDB } from 'idb';
import { fail } from '../core/problem';
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
  /**
   * Asks the browser, and it the person, to read them: within what follows a press.
   * Errors: `run.no-leave` about the first that may not be read, `run.no-folder` about `name` where nothing was kept.
   */
  allowed(digest: string, name: string): Promise<readonly FileSystemHandle[]>;
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
    async allowed(digest, name) {
      const handles = await load(digest);
      if (handles.length === 0)
        fail('run.no-folder', name, 'is not known here any more: the browser has removed where it lies.', DROP_AGAIN);
      for (const handle of handles) {
        const leave = await (handle as AsksLeave).requestPermission?.({ mode: 'read' });
        if (leave === 'denied' || leave === 'prompt') fail('run.no-leave', handle.name, REFUSALS[leave], CURES[leave]);
      }
      return handles;
    },
    forget: () => save(null),
  };
}

const DROP_AGAIN = 'Drop it again to go on.';
/** What the browser answers where it gives no leave: for good, or because the question was waved off. */
const REFUSALS = {
  denied: 'may not be read: this page is not allowed to read files of an earlier visit.',
  prompt: 'may not be read: the question of the browser was not answered with leave.',
} as const;
const CURES = {
  denied: 'Drop it again to go on, or allow it in the settings that the browser has for this page.',
  prompt: 'Resume the run again and allow it, or drop it again.',
} as const;

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
