import type { Page } from '@playwright/test';
import { keptRuns } from './support/keptRuns';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

const EPOCHS = 3;

/** The demo sounds and a run short enough for a test: six steps an epoch. */
async function setUp(playground: Playground, backend: 'wasm' | 'cpu' = 'wasm'): Promise<void> {
  await playground.open(backend);
  await playground.useDemo();
  await playground.setNumber('At most, clips', 60);
  await playground.setNumber('Frames a clip', 64);
  await playground.setNumber('Batch', 8);
  await playground.setNumber('Epochs', EPOCHS);
}

const unended = (page: Page) => page.getByTestId('unended');

test('promise 53: after a reload a run goes on from where it was kept, to the bit', async ({ playground, page }) => {
  test.setTimeout(300_000);
  page.on('dialog', (dialog) => dialog.accept());
  await setUp(playground);
  await playground.press('start');
  await playground.expectStatus('finished');
  const [undisturbed] = await keptRuns(page);
  expect(undisturbed?.steps.length).toBeGreaterThan(10);
  expect(undisturbed?.adapter).toMatch(/^[0-9a-f]{64}$/);

  await setUp(playground);
  await expect(unended(page)).toHaveCount(0);
  await playground.press('start');
  await expect.poll(() => playground.step(), { timeout: 120_000, intervals: [50] }).toBeGreaterThan(7);
  await playground.press('pause');
  await playground.expectStatus('paused');
  const step = await playground.step();
  expect(step).toBeLessThan(undisturbed?.steps.length ?? 0);

  await playground.reload();
  await expect(unended(page)).toContainText(`kept at step ${step} of ${undisturbed?.steps.length}`);
  await expect(page.getByTestId('go-on')).toBeDisabled();
  await playground.useDemo();
  await page.getByTestId('go-on').click();
  await playground.expectStatus('finished');
  await expect.poll(async () => (await keptRuns(page)).length).toBe(2);
  const [, resumed] = await keptRuns(page);
  expect(resumed).toEqual(undisturbed);
  await playground.reload();
  await expect(unended(page)).toHaveCount(0);
});
