const KEY = 'loaa-graphics-memory';

/** The graphics memory that was set on an earlier visit, in bytes; null where none was, or where storage is closed to us. */
export function recallGraphicsMemory(): number | null {
  try {
    const stored = Number(localStorage.getItem(KEY));
    return Number.isFinite(stored) && stored > 0 ? stored : null;
  } catch {
    return null;
  }
}

/** Keeps it for the next visit, where storage allows. */
export function rememberGraphicsMemory(bytes: number): void {
  try {
    localStorage.setItem(KEY, String(bytes));
  } catch {
    // A private window may refuse storage: the number then lasts until the page closes.
  }
}
