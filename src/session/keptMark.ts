import { warning, type Problem } from '../core/problem';
import type { AppState } from '../store/state';
import type { AppStore } from '../store/store';

const KEY = 'loaa-kept-run';

/** Tells of a run when the browser has kept a first position of it, and when nothing is kept of it any more. */
export function watchKeptRuns(store: AppStore, told: { kept(): void; over(): void }): void {
  store.subscribe(({ run }, before) => {
    if (run === before.run || run.keptInPage) return;
    if (run.keptStep !== null && before.run.keptStep === null) told.kept();
    if (run.keptStep !== null && run.status !== before.run.status && isOver(run)) told.over();
  });
}

/**
 * Remembers, apart from where runs are kept, that one is: so that it is noticed where the browser has removed it. Asks the
 * browser to let it last when the first is kept, and takes down what it says.
 */
export function markKeptRuns(store: AppStore): void {
  watchKeptRuns(store, {
    kept() {
      set(new Date().toISOString());
      void askToLast(store);
    },
    over: () => set(null),
  });
}

async function askToLast(store: AppStore): Promise<void> {
  const lasts = await navigator.storage?.persist?.().catch(() => false);
  store.dispatch({ type: 'storage.lasts', lasts: lasts ?? false });
}

/** Whether nothing is kept of a run any more. */
function isOver({ status, problem }: AppState['run']): boolean {
  return status === 'finished' || status === 'stopped' || problem?.code === 'training.not-finite';
}

/** That a run was kept here and is gone, where that is so; said once. */
export function evictedRun(): Problem | null {
  const at = get();
  if (at === null) return null;
  set(null);
  const when = new Date(at).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
  return warning(
    'checkpoint.evicted',
    'A run that did not end',
    `was kept here on ${when}, but the browser has removed it since: its storage was cleared or ran short.`,
    'Start it again. Adding the page to bookmarks or installing it makes the browser keep what it holds.',
  );
}

export function forgetKeptMark(): void {
  set(null);
}

/** Storage may be denied: then nothing is remembered. */
function get(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function set(value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, value);
  } catch {
    // As above.
  }
}
