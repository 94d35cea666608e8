import { createCheckpointStore, type CheckpointStore } from '../checkpoints/slots';
import { warning, type Problem } from '../core/problem';

const FOLDER = 'checkpoints';
/** Held by the tab whose run is kept, until the run ends. */
const LOCK = 'loaa-checkpoints';

/** Where runs are kept, for one run of one tab; or why that one is not. */
export type Claim =
  { readonly store: CheckpointStore; release(): void } | { readonly store: null; readonly problem: Problem };

export interface CheckpointPlace {
  /** Null where the browser gives no storage. */
  open(): Promise<CheckpointStore | null>;
  claim(): Promise<Claim>;
}

/** The browser's private file system; one tab at a time writes to it. */
export function browserCheckpoints(): CheckpointPlace {
  const open = async () => {
    try {
      const root = await navigator.storage.getDirectory();
      return createCheckpointStore(await root.getDirectoryHandle(FOLDER, { create: true }));
    } catch {
      return null;
    }
  };
  return {
    open,
    async claim() {
      const store = await open();
      if (!store) return { store: null, problem: noStorage() };
      const release = await claimed();
      return release ? { store, release } : { store: null, problem: otherTab() };
    },
  };
}

/** Takes the lock, and gives what lets go of it; null where another tab holds it. */
function claimed(): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    void navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(null);
      return new Promise<void>((release) => resolve(release));
    });
  });
}

function noStorage(): Problem {
  const cause =
    'is not kept for the case that the page closes: the browser gives this page no storage (a private window?).';
  return warning('checkpoint.storage', 'The run', cause, 'Export the adapter when the run has ended.');
}

function otherTab(): Problem {
  const cause =
    'is not kept for the case that the page closes: another tab with this page is training, and its run is.';
  return warning('checkpoint.other-tab', 'The run', cause, 'Export the adapter when the run has ended.');
}
