import { warning, type Problem } from '../core/problem';
import type { AppStore } from '../store/store';

const KEY = 'loaa-kept-run';

/**
 * Remembers, apart from where runs are kept, that one is: so that it is noticed where the browser has removed it. Asks the
 * browser to let it last when the first is kept.
 */
export function markKeptRuns(store: AppStore): void {
  store.subscribe(({ run }, before) => {
    if (run === before.run) return;
    if (run.keptStep !== null && before.run.keptStep === null) {
      set(new Date().toISOString());
      void navigator.storage?.persist?.().catch(() => undefined);
    }
    if (run.status !== before.run.status && (run.status === 'finished' || run.status === 'stopped')) set(null);
  });
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
