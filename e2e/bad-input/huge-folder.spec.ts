import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plainWav } from '../../tests/audio/wavFile';
import { expect, test } from '../support/test';

const CLASSES = 20;
const PER_CLASS = 1000;
/** A page that does not answer for so long has stopped, as far as a person can tell. Milliseconds. */
const LONGEST_TASK = 2000;

test('promise 30: a folder of 20,000 entries is read whole: the page goes on answering, and can be told to stop', async ({
  playground,
  page,
  workspace,
}) => {
  test.setTimeout(240_000);
  const folder = join(workspace, 'many');
  const bytes = plainWav(Array.from({ length: 800 }, (_, n) => Math.round(9000 * Math.sin(n / 3))));
  for (let c = 0; c < CLASSES; c++) {
    const label = join(folder, `class${String(c).padStart(2, '0')}`);
    await mkdir(label, { recursive: true });
    await Promise.all(Array.from({ length: PER_CLASS }, (_, i) => writeFile(join(label, `${i}.wav`), bytes)));
  }
  await page.addInitScript(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
      type: 'longtask',
      buffered: true,
    });
    Object.assign(window, { longTasks: tasks });
  });
  await playground.open('cpu');
  await playground.drop([folder]);

  await expect(playground.data.getByText('20,000 clips in 20 classes')).toBeVisible({ timeout: 90_000 });
  await expect(playground.data.getByText(/\d,\d{3} of 20,000 clips/)).toBeVisible();
  const theme = page.getByRole('button', { name: /^Theme/ });
  const before = await theme.getAttribute('aria-label');
  const pressed = Date.now();
  await theme.click();
  await expect(theme).not.toHaveAttribute('aria-label', before ?? '');
  expect(Date.now() - pressed, 'milliseconds that a press of a button took').toBeLessThan(LONGEST_TASK);

  await playground.data.getByRole('button', { name: 'Cancel' }).click();
  await expect(playground.data.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
  await expect(playground.data.getByRole('alert')).toHaveCount(0);
  const kept = await playground.data.getByText('clips in 20 classes').innerText();
  expect(Number(kept.split(' ')[0]?.replace(',', ''))).toBeLessThan(CLASSES * PER_CLASS);
  await expect(page.getByTestId('start')).toBeEnabled();
  const tasks = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
  expect(Math.max(0, ...tasks), 'milliseconds of the longest task').toBeLessThan(LONGEST_TASK);
});
