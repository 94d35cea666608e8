import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { adapterValues } from './support/adapterZip';
import { bufferBytes, destroyDevice, reachEngine } from './support/engineWorker';
import type { Playground } from './support/playground';
import { writeSounds } from './support/sounds';
import { expect, test } from './support/test';

/** A short soak with every test; `npm run soak -- webgpu` makes a long one. */
const STEPS = Number(process.env.LOAA_SOAK_STEPS ?? 36);
const STEPS_PER_EPOCH = 3;
/** Of the largest difference of a weight to the same run undisturbed. */
const BOUND = 1e-6;
/** The engine's buffers, where the run has paused: to those at its first pause. */
const MOST_GROWTH = 1.05;
const MINUTES_A_STEP = 0.2;

/** Three losses within ten minutes are too many: every other trouble is a page that is loaded anew. */
const TROUBLE_EVERY = Math.max(9, Math.ceil(STEPS / 8));

const reach = (playground: Playground, step: number) =>
  expect
    .poll(() => playground.step(), { timeout: STEPS * MINUTES_A_STEP * 60_000, intervals: [20] })
    .toBeGreaterThanOrEqual(step);

async function finished(page: Page, playground: Playground): Promise<Float32Array> {
  const timeout = STEPS * MINUTES_A_STEP * 60_000;
  await expect(page.getByTestId('run-status')).toHaveAttribute('data-status', 'finished', { timeout });
  await playground.show('try');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-adapter').click()]);
  return adapterValues(new Uint8Array(await readFile(await download.path())));
}

test('promises 40, 46, 53: through lost devices and reloads a run on WebGPU ends on the weights of the undisturbed one, its memory flat', async ({
  playground,
  page,
  context,
  workspace,
}) => {
  test.setTimeout(2 * STEPS * MINUTES_A_STEP * 60_000 + 240_000);
  await reachEngine(context);
  await playground.open('webgpu');
  await playground.drop([await writeSounds(join(workspace, 'sounds'), 4)]);
  await playground.expectData(12, 3);
  await playground.setNumber('Frames a clip', 32);
  await playground.setNumber('Batch', 4);
  await playground.setNumber('Epochs', STEPS / STEPS_PER_EPOCH);
  const held: number[] = [];
  const pause = async () => {
    await playground.press('pause');
    await playground.expectStatus('paused');
    held.push(await bufferBytes(page));
  };
  await playground.press('start');
  await reach(playground, TROUBLE_EVERY);
  await pause();
  await playground.press('resume');
  const undisturbed = await finished(page, playground);

  await playground.press('start');
  for (let step = TROUBLE_EVERY, i = 0; step < STEPS; step += TROUBLE_EVERY, i++) {
    await reach(playground, step);
    if (i % 2 === 0) {
      await destroyDevice(page);
      await expect(page.getByText(/The run goes on from step [1-9]\d*\./)).toBeVisible({ timeout: 120_000 });
      continue;
    }
    await pause();
    await playground.reload();
    await page.getByTestId('go-on').click();
  }
  const disturbed = await finished(page, playground);
  const largest = disturbed.reduce((most, x, i) => Math.max(most, Math.abs(x - (undisturbed[i] ?? NaN))), 0);
  console.log(JSON.stringify({ steps: STEPS, troubles: Math.ceil(STEPS / TROUBLE_EVERY) - 1, largest, held }));
  expect(disturbed.length).toBe(undisturbed.length);
  expect(largest).toBeLessThanOrEqual(BOUND);
  expect(Math.max(...held) / (held[0] ?? 0), 'bytes on the device').toBeLessThan(MOST_GROWTH);
});
