import type { RunMeasure, StepMeasure } from '../src/bench/protocol';
import { expect, test } from './support/test';

declare const loaa: {
  steps(backend: string, configuration: string, count: number): Promise<readonly StepMeasure[]>;
  run(backend: string, configuration: string, steps: number): Promise<RunMeasure | null>;
};

test('promise 46: a step of look-aside adapters on WebGPU is few dispatches over memory that stays', async ({
  page,
  siteUrl,
}) => {
  await page.goto(new URL('headless.html', siteUrl).href);
  await page.waitForSelector('html[data-loaa]', { state: 'attached' });
  const steps = await page.evaluate(() => loaa.steps('webgpu', 'nano', 5));
  for (const step of steps.slice(2)) {
    expect(step.dispatches).toBeLessThanOrEqual(150);
    expect(step.submissions).toBeLessThanOrEqual(4);
    expect(step.buffersCreated).toBe(0);
    expect(step.readbacks).toBe(0);
    expect(step.liveBytes).toBe(steps[1]?.liveBytes);
    expect(step.peakBytes).toBeLessThanOrEqual(40_000_000);
    expect(step.own).toEqual(steps[1]?.own);
  }
  expect(steps.at(-1)?.loss).toBeLessThan(steps[0]?.loss ?? 0);
});

test('a run on WebGPU reads back once in eight steps, however slow the adapter', async ({ page, siteUrl }) => {
  test.setTimeout(180_000);
  await page.goto(new URL('headless.html', siteUrl).href);
  await page.waitForSelector('html[data-loaa]', { state: 'attached' });
  const run = await page.evaluate(() => loaa.run('webgpu', 'nano', 10));
  // After 8 steps, and at the end of the epoch.
  expect(run).toMatchObject({ steps: 10, readbacks: 2 });
});
