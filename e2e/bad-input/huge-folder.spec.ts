import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { plainWav } from '../../tests/audio/wavFile';
import { expect, test } from '../support/test';

/** The whole hundred thousand: `npm run bench -- folder`. */
const CLASSES = 3;
const PER_CLASS = 1000;
const COUNT = CLASSES * PER_CLASS;
const MOST_WORKERS = 4;

/** What the page gave its audio workers and has no answer to yet: the most at a worker, and the workers. */
interface Outstanding {
  workers: number;
  mostAtOne: number;
}

/** Counts the page's jobs at its audio workers from before its first script on. */
async function watchWorkers(page: Page): Promise<() => Promise<Outstanding>> {
  await page.addInitScript(() => {
    const seen = { workers: 0, mostAtOne: 0 };
    Object.assign(window, { outstanding: seen });
    window.Worker = class extends Worker {
      readonly #open = new Set<number>();
      readonly #isAudio: boolean;
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.#isAudio = options?.name === 'audio';
        if (!this.#isAudio) return;
        seen.workers++;
        this.addEventListener('message', ({ data }: MessageEvent<{ id: number }>) => this.#open.delete(data.id));
      }
      override postMessage(message: { id: number }, ...rest: unknown[]): void {
        if (this.#isAudio) this.#open.add(message.id);
        seen.mostAtOne = Math.max(seen.mostAtOne, this.#open.size);
        super.postMessage(message, ...(rest as []));
      }
    };
  });
  return () => page.evaluate(() => (window as unknown as { outstanding: Outstanding }).outstanding);
}

test('promises 30, 31: thousands of files in a folder are all found, a few rows are drawn and one sound a worker is on its way', async ({
  playground,
  page,
  workspace,
}) => {
  test.setTimeout(240_000);
  const folder = join(workspace, 'many');
  for (let c = 0; c < CLASSES; c++) {
    const label = join(folder, `class${c}`);
    await mkdir(label, { recursive: true });
    const bytes = plainWav(Array.from({ length: 800 }, (_, n) => Math.round(9000 * Math.sin(n / (3 + c)))));
    await Promise.all(Array.from({ length: PER_CLASS }, (_, i) => writeFile(join(label, `${i}.wav`), bytes)));
  }
  const outstanding = await watchWorkers(page);
  await playground.open('cpu');
  await playground.drop([folder]);

  await expect(playground.data.getByText('3,000 clips in 3 classes')).toBeVisible({ timeout: 90_000 });
  const decoding = playground.data.getByText(/[\d,]+ of 3,000 clips/);
  await expect(decoding).toBeVisible();
  const grid = page.getByTestId('clip-grid');
  await expect(grid).toHaveAttribute('aria-rowcount', String(COUNT));
  await grid.focus();
  await page.keyboard.press('End');
  await expect(grid.locator(`[aria-rowindex="${COUNT}"]`)).toBeVisible();
  expect(await grid.getByRole('row').count(), 'rows in the page').toBeLessThan(40);

  const theme = page.getByRole('button', { name: /^Theme/ });
  const before = await theme.getAttribute('aria-label');
  await theme.click();
  await expect(theme).not.toHaveAttribute('aria-label', before ?? '');
  await expect(decoding, 'the page answers while sounds are decoded').toBeVisible();

  await playground.data.getByRole('button', { name: 'Cancel' }).click();
  await expect(playground.data.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
  await expect(playground.data.getByRole('alert')).toHaveCount(0);
  const kept = await playground.data.getByText('clips in 3 classes').innerText();
  expect(Number(kept.split(' ')[0]?.replace(',', ''))).toBeLessThan(COUNT);
  await expect(page.getByTestId('start')).toBeEnabled();
  const { workers, mostAtOne } = await outstanding();
  expect(workers).toBeGreaterThan(0);
  expect(workers).toBeLessThanOrEqual(MOST_WORKERS);
  expect(mostAtOne, 'sounds at a worker').toBe(1);
});
