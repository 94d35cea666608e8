import { recall, remember } from '../core/remembered';

const KEY = 'loaa-graphics-memory';

/** The graphics memory that was set on an earlier visit, in bytes; null where none was. */
export function recallGraphicsMemory(): number | null {
  const stored = Number(recall(KEY));
  return Number.isFinite(stored) && stored > 0 ? stored : null;
}

/** Keeps it for the next visit, where storage allows. */
export function rememberGraphicsMemory(bytes: number): void {
  remember(KEY, String(bytes));
}
