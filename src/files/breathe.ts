import { nextTurn } from '../core/nextTurn';
import type { Breathe } from '../core/stretches';

/**
 * For long loops: `await breathe()` in each turn hands the thread back once `budgetMs` milliseconds have passed since it
 * last did, so that a page goes on drawing, and throws the signal's reason when aborted.
 */
export function breather(signal?: AbortSignal, budgetMs = 12): Breathe {
  let last = performance.now();
  return () => {
    signal?.throwIfAborted();
    if (performance.now() - last < budgetMs) return undefined;
    return nextTurn().then(() => {
      last = performance.now();
      signal?.throwIfAborted();
    });
  };
}
