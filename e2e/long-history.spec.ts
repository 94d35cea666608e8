import { join } from 'node:path';
import { writeLongRun } from '../scripts/lib/longRun.mjs';
import { MOST_POINTS } from '../src/runs/curves';
import { expect, test } from './support/test';

const STEPS = 10_000;

declare global {
  interface Window {
    /** Milliseconds of each of the main thread's tasks over 50 ms. */
    longTasks: number[];
  }
}

test('charts of 10,000 steps draw no more points than can be told apart, and follow the slider and the pointer', async ({
  page,
  playground,
  workspace,
}, info) => {
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(duration);
    }).observe({ type: 'longtask' });
  });
  /** What the main thread was held up by, for the report: how long depends on the machine. */
  const measured = async (title: string, work: () => Promise<void>) => {
    await page.evaluate(() => void (window.longTasks.length = 0));
    await work();
    await page.waitForTimeout(600);
    const tasks = await page.evaluate(() => window.longTasks);
    const description = `${title}: ${tasks.length} tasks over 50 ms, the longest ${Math.round(Math.max(0, ...tasks))} ms`;
    info.annotations.push({ type: 'main thread', description });
  };

  await playground.open('wasm');
  const file = join(workspace, 'runs.zip');
  await writeLongRun(file, STEPS);
  await playground.show('compare');
  await measured('read', async () => {
    await page.getByTestId('import-runs').setInputFiles(file);
    await expect(page.getByRole('grid', { name: 'Runs' }).getByRole('row')).toHaveCount(2);
  });
  await page.getByRole('grid', { name: 'Runs' }).locator('label[slot=selection]').last().click();
  await measured('opened', async () => {
    await page.getByRole('button', { name: 'Open its errors' }).click();
    await expect(page.getByTestId('step-errors')).toHaveAttribute('aria-current', 'page');
    await playground.show('run');
    await expect(page.getByRole('figure', { name: 'Loss', exact: true })).toBeVisible();
  });

  const loss = page.getByRole('figure', { name: 'Loss', exact: true });
  const line = loss.locator('[data-series-id=train] path.recharts-curve, path.recharts-curve[data-series-id=train]');
  const drawn = async () => (await line.first().getAttribute('d'))?.match(/[ML]/gi)?.length ?? 0;
  await expect.poll(drawn).toBeGreaterThan(100);
  expect(await drawn()).toBeLessThanOrEqual(MOST_POINTS);

  await measured('smoothing', async () => {
    const before = await line.first().getAttribute('d');
    const slider = page.getByRole('slider', { name: 'Smoothing' });
    await slider.focus();
    for (let press = 0; press < 20; press++) await page.keyboard.press('ArrowLeft');
    await expect(line.first()).not.toHaveAttribute('d', before ?? '');
    expect(await drawn()).toBeLessThanOrEqual(MOST_POINTS);
  });
  await measured('hover', async () => {
    const box = await loss.getByRole('slider').boundingBox();
    if (!box) throw new Error('The chart has no place.');
    for (let at = 1; at < 40; at++) await page.mouse.move(box.x + 48 + (at / 50) * (box.width - 60), box.y + 60);
    await expect(loss.getByRole('slider')).toHaveAttribute('aria-valuetext', /^epoch \d+.*Training \d+\.\d+/);
  });
  await measured('norms as lines', async () => {
    await page.getByRole('radio', { name: 'As lines' }).check({ force: true });
    await expect(page.getByRole('figure', { name: 'Gradient norm by layer' })).toBeVisible();
  });
  for (const { description } of info.annotations) console.log(description);
});
