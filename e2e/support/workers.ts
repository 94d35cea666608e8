import type { Page, Worker } from '@playwright/test';

/** A thread of WebAssembly waits for work without a turn of its own, and so never says its name. */
const LONGEST_ANSWER_MS = 2000;

/** The page's workers of a name (see `startWorker`), the oldest first: all begin as a blob, so their addresses say nothing. */
export async function workersNamed(page: Page, name: string): Promise<readonly Worker[]> {
  const named = await Promise.all(
    page.workers().map(async (worker) => {
      const silence = new Promise<null>((resolve) => setTimeout(() => resolve(null), LONGEST_ANSWER_MS));
      const own = await Promise.race([worker.evaluate(() => self.name).catch(() => null), silence]);
      return own === name ? [worker] : [];
    }),
  );
  return named.flat();
}
