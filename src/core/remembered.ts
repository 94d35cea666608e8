/** Small settings that the browser keeps for the next visit, as texts by key. */

/**
 * What was kept under a key; null where nothing was.
 * @param whenClosed - the answer where storage is closed to us, as in some private windows
 */
export function recall(key: string, whenClosed: string | null = null): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return whenClosed;
  }
}

/** Keeps a text. Where storage is closed to us nothing is kept: what was chosen then lasts until the page closes. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Said above.
  }
}
