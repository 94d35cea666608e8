import { createOpfsSlots } from '../checkpoints/slotFolder';
import { createCheckpointStore, type CheckpointStore } from '../checkpoints/slots';
import { warning, type Problem } from '../core/problem';

const FOLDER = 'checkpoints';
/** Held by the tab whose run is kept, until the run ends; shared by those that look for one. */
const LOCK = 'loaa-checkpoints';
/** How long a lock is waited for: one that hung is only ended for good seconds after it was told to, and holds its own until then. */
const LOCK_WAIT_MS = 6000;

/** The place, until it is released; or why it cannot be had. */
export type Claim =
  { readonly store: CheckpointStore; release(): void } | { readonly store: null; readonly problem: Problem };

/** Where runs are kept. */
export interface CheckpointPlace {
  /** To read: several tabs may at a time, while none writes. */
  look(): Promise<Claim>;
  /** To write: for one run of one tab. */
  claim(): Promise<Claim>;
}

/** The browser's private file system. */
export function browserCheckpoints(): CheckpointPlace {
  const open = async () => {
    try {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle(FOLDER, { create: true });
      return createCheckpointStore(createOpfsSlots(folder));
    } catch {
      return null;
    }
  };
  const claim = async (mode: LockMode): Promise<Claim> => {
    const store = await open();
    if (!store) return { store: null, problem: noStorage() };
    const release = await locked(mode);
    return release ? { store, release } : { store: null, problem: otherTab() };
  };
  return { look: () => claim('shared'), claim: () => claim('exclusive') };
}

/** Takes the lock, and gives what lets go of it; null where another tab keeps it. */
function locked(mode: LockMode): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    const held = () => new Promise<void>((release) => resolve(release));
    navigator.locks.request(LOCK, { mode, signal: AbortSignal.timeout(LOCK_WAIT_MS) }, held).catch(() => resolve(null));
  });
}

function noStorage(): Problem {
  const cause =
    'that is started here is not kept for the case that the page closes: the browser gives this page no storage (a private window, perhaps).';
  return warning('checkpoint.storage', 'A run', cause, 'Export the adapter before you close the page.');
}

function otherTab(): Problem {
  const cause =
    'that is started here is not kept for the case that the page closes: this page is training in another tab, whose run is kept.';
  return warning('checkpoint.other-tab', 'A run', cause, 'Export the adapter before you close this tab.');
}
