import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { EVERY_METHOD, METHOD_NAMES } from '../../tests/numeric/everyMethod';
import { held } from '../../tests/numeric/leaks';
import { TINY, TINY_RUN, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import type { RunConfig } from '../training/config';
import { deviceLimits, measureSteps, planRun } from './preflight';

beforeAll(startCpu);

const CLASSES = 5;
const never = new AbortController().signal;
const measure = (config: RunConfig, depth = 2, signal = never) =>
  measureSteps(
    tinyBackbone({ ...TINY, depth }),
    config,
    CLASSES,
    { batch: config.batch, microBatch: config.batch, segment: 0 },
    signal,
  );

describe('a measured step', () => {
  it.each(METHOD_NAMES)('is a real one, and leaves nothing behind: %s', async (method) => {
    const before = held();
    const times = await measure({ ...TINY_RUN, method, ...EVERY_METHOD[method] });
    expect(held()).toEqual(before);
    expect(times.measured).toBe('step');
    for (const { train, evaluate } of [times.whole, ...(times.held ? [times.held] : [])]) {
      expect(train).toBeGreaterThan(0);
      expect(evaluate).toBeGreaterThan(0);
    }
    expect(times.held !== null).toBe(method === 'linear-probe');
  });

  it('of held activations takes less where most layers are frozen', async () => {
    const { whole, held: kept } = await measure({ ...TINY_RUN, method: 'linear-probe', frames: 320 }, 8);
    expect(kept?.train).toBeLessThan(0.5 * whole.train);
  });

  it('ends with the abort, and leaves nothing behind', async () => {
    const before = held();
    const controller = new AbortController();
    const measuring = measure({ ...TINY_RUN, method: 'loaa' }, 2, controller.signal);
    controller.abort();
    await expect(measuring).rejects.toMatchObject({ name: 'AbortError' });
    expect(held()).toEqual(before);
  });
});

describe('the plan of a run', () => {
  it('is made for the device that there is', () => {
    expect(deviceLimits()).toEqual({ ops: 'composed', passes: false, binding: null });
    const plan = (bytes: number) => planRun(tinyBackbone(), TINY_RUN, CLASSES, bytes);
    expect(plan(4e9)).toMatchObject({ fits: true, passage: { batch: 4, microBatch: 4, segment: 0 } });
    expect(plan(1)).toMatchObject({ fits: false, passage: { microBatch: 1 } });
  });
});
