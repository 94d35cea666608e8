import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../tests/weights/checkpoints';
import { parseExperiment } from './experimentConfig';
import { summariseSeries } from './experimentSummary';
import { isSeries, seriesRuns } from './experimentSeries';

const BASE = { data: 'x', recipe: 'esc50', epochs: 3 };

describe('a series', () => {
  it('is what has seeds, folds or a grid', () => {
    expect(
      [BASE, { ...BASE, seeds: [1] }, { ...BASE, grid: {} }, { ...BASE, folds: 'all' }, null].map(isSeries),
    ).toEqual([false, true, true, true, false]);
  });

  it('has every combination, each the experiment that it would be alone', () => {
    const adapters = [{ attn: { kernel: 'time', bottleneck: 4 }, ffn: null }];
    const runs = seriesRuns({ ...BASE, seeds: [1, 2], folds: 'all', grid: { adapters, epochs: [1, 2] } }, [1, 2, 3]);
    expect(runs).toHaveLength(12);
    expect(runs[4]?.config).toEqual(parseExperiment({ ...BASE, adapters: adapters[0], epochs: 1, seed: 2, fold: 2 }));
    expect(runs[4]?.settings).toEqual({ adapters: adapters[0], epochs: 1, seed: 2, fold: 2 });
    expect(new Set(runs.map(({ key }) => key)).size).toBe(12);
  });

  it('knows a run by everything that decides it, and by nothing else', () => {
    const keyOf = (patch: object) => seriesRuns({ ...BASE, seeds: [1], ...patch }, [])[0]?.key;
    expect(keyOf({ out: 'a', backend: 'wasm', resume: 'r.json' })).toBe(keyOf({}));
    expect(keyOf({ epochs: 4 })).not.toBe(keyOf({}));
    expect(keyOf({ splitSeed: 4 })).not.toBe(keyOf({}));
  });

  it.each([
    ['seeds', { seeds: [] }],
    ['seeds.0', { seeds: ['one'] }],
    ['folds', { folds: 'some' }],
    ['folds', { folds: 'all' }],
    ['grid.data', { grid: { data: ['a', 'b'] } }],
    ['grid.epochs', { grid: { epochs: 3 } }],
    ['grid.seed', { seeds: [1], grid: { seed: [2] } }],
    ['epochs', { grid: { epochs: [0] } }],
    ['epoch', { seeds: [1], epoch: 3 }],
  ])('names the setting that is wrong: %s', async (subject, patch) => {
    expect(await problemFrom(() => seriesRuns({ ...BASE, ...patch }, []))).toMatchObject({
      code: 'experiment.config',
      subject,
    });
  });
});

describe('summariseSeries', () => {
  const run = (settings: object, top1: number, validation: readonly number[] = []) => ({
    settings: { ...settings },
    result: {
      top1,
      mAP: top1 / 2,
      part: 'validation' as const,
      validation: validation.map((value, i) => ({
        epoch: i + 1,
        step: i,
        trainLoss: 1,
        trainTop1: 1,
        loss: 1,
        top1: value,
        mAP: value / 2,
      })),
    },
  });

  it('gives mean and sample deviation over all runs, and for each setting of the grid', () => {
    const summary = summariseSeries([
      run({ epochs: 1, seed: 1 }, 0.5),
      run({ epochs: 1, seed: 2 }, 0.7),
      run({ epochs: 2, seed: 1 }, 0.9),
    ]);
    expect(summary.mean?.top1).toBeCloseTo(0.7, 12);
    expect(summary.deviation?.top1).toBeCloseTo(0.2, 12);
    expect(summary.count).toBe(3);
    expect(summary.groups.map(({ settings, count }) => [settings, count])).toEqual([
      [{ epochs: 1 }, 2],
      [{ epochs: 2 }, 1],
    ]);
    expect(summary.groups[1]?.deviation).toBeNull();
    expect(summary.groups[0]?.crossValidation).toBeNull();
  });

  it('adds AST’s way over the folds', () => {
    const [group] = summariseSeries([run({ fold: 1 }, 0.8, [0.8, 0.7]), run({ fold: 2 }, 0.9, [0.5, 0.9])]).groups;
    expect(group?.crossValidation).toMatchObject({
      astEpoch: 2,
      ast: { mean: { top1: expect.closeTo(0.8, 12) } },
      last: { mean: { top1: expect.closeTo(0.8, 12) } },
    });
  });

  it('says nothing of no runs', () => {
    expect(summariseSeries([])).toMatchObject({ mean: null, deviation: null, count: 0, groups: [] });
  });
});
