import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { adapterValues } from './support/adapterZip';
import {
  bufferBytes,
  destroyBuffers,
  destroyDevice,
  engineWorker,
  hangEngine,
  noteLosses,
  reachEngine,
} from './support/engineWorker';
import type { Playground } from './support/playground';
import { writeSounds } from './support/sounds';
import { expect, test } from './support/test';

const EPOCHS = 6;
/** Of the largest difference of a weight to the same run undisturbed: SwiftShader computes alike every time. */
const BOUND = 1e-6;

/** Sounds, and settings for a run of many short steps. */
async function prepare(playground: Playground, workspace: string, epochs = EPOCHS): Promise<void> {
  await playground.open('webgpu');
  await playground.drop([await writeSounds(join(workspace, 'sounds'), 4)]);
  await playground.expectData(12, 3);
  await playground.setNumber('Frames a clip', 32);
  await playground.setNumber('Batch', 4);
  await playground.setNumber('Epochs', epochs);
}

/** A run of far more steps than a test waits for, whose engine can be reached. */
async function startLong(playground: Playground, context: BrowserContext, workspace: string): Promise<void> {
  await reachEngine(context);
  await prepare(playground, workspace, 200);
  await playground.press('start');
}

async function weights(page: Page, playground: Playground): Promise<Float32Array> {
  await playground.show('try');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-adapter').click()]);
  return adapterValues(new Uint8Array(await readFile(await download.path())));
}

async function undisturbed(page: Page, playground: Playground): Promise<Float32Array> {
  await playground.press('start');
  await playground.expectStatus('finished');
  return weights(page, playground);
}

/** Waits until the run has made that many steps. */
const reach = (playground: Playground, step: number) =>
  expect.poll(() => playground.step(), { timeout: 120_000, intervals: [20] }).toBeGreaterThanOrEqual(step);

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0);
}

test('promises 40, 42: a device lost, or an error under a step, and the run ends on the weights of the undisturbed one', async ({
  playground,
  page,
  context,
  workspace,
}) => {
  test.setTimeout(400_000);
  await reachEngine(context);
  const losses = await noteLosses(page);
  await prepare(playground, workspace);
  const expected = await undisturbed(page, playground);
  const bar = page.getByRole('group', { name: 'Run controls' });

  await test.step('a device that is destroyed is replaced, and the run goes on from where it was kept', async () => {
    await playground.press('start');
    await reach(playground, 8);
    await destroyDevice(page);
    await expect(bar).toContainText(/The run goes on from step \d+/);
    await playground.expectStatus('finished');
    expect(largestDifference(await weights(page, playground), expected)).toBeLessThanOrEqual(BOUND);
    expect(await playground.losses(EPOCHS)).toHaveLength(EPOCHS);
  });

  await test.step('an error that no call caught halts the run, none of its numbers is shown, and it can be resumed', async () => {
    await playground.press('start');
    await reach(playground, 8);
    await destroyBuffers(page);
    await expect(page.getByTestId('run-status')).toHaveAttribute('data-status', 'failed');
    await playground.show('run');
    await expect(page.locator('#run').getByRole('alert')).toContainText('The graphics device');
    await page.getByTestId('go-on').click();
    await playground.expectStatus('finished');
    expect(largestDifference(await weights(page, playground), expected)).toBeLessThanOrEqual(BOUND);
  });

  expect((await losses()).filter((loss) => !(loss > 0))).toEqual([]);
});

test('promise 41: a device that is lost three times in ten minutes ends the run with advice', async ({
  playground,
  page,
  context,
  workspace,
}) => {
  test.setTimeout(300_000);
  await startLong(playground, context, workspace);
  const bar = page.getByRole('group', { name: 'Run controls' });
  for (let loss = 1; loss <= 3; loss++) {
    await playground.expectStatus('running');
    // Past the first epoch's end, where it is kept.
    await reach(playground, 5);
    const worker = await engineWorker(page);
    const gone = worker.waitForEvent('close');
    await destroyDevice(page);
    await gone;
    if (loss < 3) await expect(bar).toContainText('The run goes on from');
  }
  await expect(page.getByTestId('run-status')).toHaveAttribute('data-status', 'failed');
  await playground.show('run');
  await expect(page.locator('#run').getByRole('alert')).toContainText(
    /lost 3 times within 10 minutes.*choose WebAssembly/s,
  );
  await expect(page.getByTestId('go-on')).toBeEnabled();
});

test('promise 47: an engine that gives no sign of life is ended, that is told, and its run goes on', async ({
  playground,
  page,
  context,
  workspace,
}) => {
  test.setTimeout(300_000);
  await page.clock.install();
  await startLong(playground, context, workspace);
  await reach(playground, 5);

  await test.step('a computer that slept for longer is no sign of it', async () => {
    await page.clock.fastForward(150_000);
    await reach(playground, (await playground.step()) + 1);
    await playground.expectStatus('running');
  });

  await hangEngine(page);
  await page.clock.runFor(150_000);
  await expect(page.getByTestId('run-status')).toHaveAttribute('data-status', 'failed');
  await playground.show('run');
  await expect(page.locator('#run').getByRole('alert')).toContainText('gave no sign of life for 2 minutes');
  const halted = await playground.step();
  await page.getByTestId('go-on').click();
  await playground.expectStatus('running');
  await reach(playground, halted + 1);
});

test('promise 44: out of memory, micro-batches are halved until they fit, and the losses are those of the whole batch', async ({
  playground,
  page,
  context,
  workspace,
}) => {
  test.setTimeout(400_000);
  await reachEngine(context);
  const losses = await noteLosses(page);
  await prepare(playground, workspace, 2);
  await playground.setNumber('Frames a clip', 128);
  await playground.press('start');
  await reach(playground, 4);
  const most = await bufferBytes(page);
  await playground.expectStatus('finished');
  const whole = await losses();

  await context.unrouteAll();
  await reachEngine(context, { budget: 0.75 * most });
  await prepare(playground, workspace, 2);
  await playground.setNumber('Frames a clip', 128);
  await playground.press('start');
  await expect(page.getByRole('group', { name: 'Run controls' })).toContainText(
    /has no memory left.*with micro-batches of [12] and the same batch/s,
  );
  await playground.expectStatus('finished');
  const halved = await losses();
  expect(halved).toHaveLength(whole.length);
  halved.forEach((loss, i) => expect(Math.abs(loss - (whole[i] ?? NaN))).toBeLessThan(1e-4));
});
