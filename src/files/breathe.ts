/** Resolves in a later task. A message, not a timer: timers of hidden pages run once a second. */
function laterTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/**
 * For long loops: `await breathe()` in each turn hands the thread back once `budgetMs` milliseconds have passed since it
 * last did, so that a page goes on drawing, and throws the signal's reason when aborted.
 */
export function breather(signal?: AbortSignal, budgetMs = 12): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    signal?.throwIfAborted();
    if (performance.now() - last < budgetMs) return undefined;
    return laterTask().then(() => {
      last = performance.now();
      signal?.throwIfAborted();
    });
  };
}
