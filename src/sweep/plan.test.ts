import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SPLIT } from '../dataset/defaultSplit';
import { problemFrom } from '../../tests/weights/checkpoints';
import { METHODS } from '../model/methods';
import { DEFAULT_CONFIG } from '../training/config';
import { AXES, AXIS_NAMES, listOf, type AxisContext } from './axes';
import { foldRuns, gridRuns, gridSize, product } from './plan';
import { budgetPlan, scaledPlan } from './scale';
import { recipeKey, recipeOf, runTitle, settingKey, settingTitle } from './setting';

const CONTEXT: AxisContext = { backbone: { dim: 128, depth: 6, parameters: 1_200_000 }, folds: [1, 2, 3] };
const BASE = { config: DEFAULT_CONFIG, split: DEFAULT_SPLIT };

describe('product', () => {
  it('has every combination once', () => {
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(fc.integer(), { maxLength: 4 }), { maxLength: 4 }), (lists) => {
        const ways = product(lists);
        expect(ways).toHaveLength(lists.reduce((size, list) => size * list.length, 1));
        expect(new Set(ways.map((way) => way.join())).size).toBe(ways.length);
        for (const way of ways) way.forEach((value, i) => expect(lists[i]).toContain(value));
      }),
    );
  });
});

describe('gridRuns', () => {
  it('varies what was chosen and nothing else', () => {
    const runs = gridRuns(
      { placement: ['time,frequency', 'linear,-'], seed: ['1', '2'], fold: ['2', '3'] },
      BASE,
      CONTEXT,
    );
    expect(runs).toHaveLength(8);
    expect(runs.map((run) => runTitle(run, [1, 2, 3]))).toContain('Attn(L) r 4 · 2e-3 · seed 2 · fold 3');
    const rest = runs.map(({ config: { adapters: _, seed: __, ...others } }) => others);
    const { adapters: _, seed: __, ...expected } = DEFAULT_CONFIG;
    for (const one of rest) expect(one).toEqual(expected);
  });

  it('is the run that is set where no axis varies', () => {
    expect(gridRuns({}, BASE, CONTEXT)).toEqual([{ ...BASE, rates: null }]);
    expect(gridSize({})).toBe(1);
    expect(gridSize({ seed: ['1', '2'], fold: ['1', '2', '3'] })).toBe(6);
  });

  it('marks candidate rates where validation is to choose', () => {
    const runs = gridRuns({ learningRate: ['5e-5', '1e-4', '5e-4'] }, BASE, CONTEXT, true);
    expect(runs.map(({ config }) => config.learningRate)).toEqual([5e-5, 1e-4, 5e-4]);
    for (const { rates } of runs) expect(rates).toEqual([5e-5, 1e-4, 5e-4]);
    expect(gridRuns({ learningRate: ['5e-5'] }, BASE, CONTEXT, true)[0]?.rates).toBeNull();
  });

  it('makes equal runs once', () => {
    expect(gridRuns({ seed: ['1', '1.0'] }, BASE, CONTEXT)).toHaveLength(1);
  });

  it('gives every kernel the same budget', () => {
    const runs = gridRuns({ kernel: ['linear', 'time', 'square'], budget: ['9'] }, BASE, CONTEXT);
    expect(runs.map(({ config }) => config.adapters.attn?.bottleneck)).toEqual([35, 12, 4]);
    expect(runs.map(({ config }) => settingTitle(config))).toContain('Attn(S) FFN(S) r 4');
  });

  it.each([
    ['seed', '1.5'],
    ['seed', 'one'],
    ['learningRate', '-1'],
    ['bottleneck', '0'],
    ['budget', '0'],
    ['fold', '7'],
    ['kernel', 'cube'],
    ['placement', '-,-'],
    ['method', 'magic'],
    ['method', 'constructor'],
  ] as const)('refuses %s = %s', async (axis, value) => {
    expect((await problemFrom(() => gridRuns({ [axis]: [value] }, BASE, CONTEXT))).code).toBe('sweep.axis');
  });

  it('takes every value that an axis offers', () => {
    for (const name of AXIS_NAMES) {
      const { options } = AXES[name] as (typeof AXES)['method'];
      const values =
        options === null ? [] : (options as (c: AxisContext) => readonly (readonly [string, string])[])(CONTEXT);
      for (const [value] of values) expect(gridRuns({ [name]: [value] }, BASE, CONTEXT)).toHaveLength(1);
    }
  });
});

describe('foldRuns', () => {
  it('is one run a fold', () => {
    expect(foldRuns(BASE, [1, 2, 3]).map(({ split }) => split.fold)).toEqual([1, 2, 3]);
  });
});

describe('listOf', () => {
  it('splits what was typed', () => {
    expect(listOf(' 1, 2;3  3\n')).toEqual(['1', '2', '3']);
    expect(listOf('  ')).toEqual([]);
  });
});

describe('settings', () => {
  const probe = { ...DEFAULT_CONFIG, method: 'linear-probe' } as const;

  it('are the same where a method does not read what differs', () => {
    const other = { ...probe, adapters: { attn: null, ffn: null }, layers: [0], bias: true };
    expect(settingKey(other)).toBe(settingKey(probe));
    expect(settingKey({ ...other, method: 'loaa' })).not.toBe(settingKey({ ...probe, method: 'loaa' }));
    expect(settingKey({ ...probe, stride: [10, 10] })).not.toBe(settingKey(probe));
  });

  it('keep what is trained, how, the rate and the seed apart', () => {
    const moved = { ...probe, learningRate: 1, seed: 9, epochs: 77 };
    expect(settingKey(moved)).toBe(settingKey(probe));
    expect(recipeKey({ ...moved, epochs: probe.epochs })).toBe(recipeKey(probe));
    expect(recipeKey(moved)).not.toBe(recipeKey(probe));
    expect(recipeOf({ ...moved, layers: [1] })).toEqual({ ...DEFAULT_CONFIG, learningRate: 1, seed: 9, epochs: 77 });
  });

  it('are named with the options that the method reads', () => {
    const title = (patch: object) => settingTitle({ ...DEFAULT_CONFIG, ...patch });
    expect(title({ layers: [0, 2] })).toBe('Attn(T) FFN(F) r 4, layers 1, 3');
    expect(title({ method: 'lora' })).toBe(`${METHODS.lora.title} rank 8, alpha 8, q v`);
    expect(title({ method: 'houlsby-sequential', bias: true })).toContain('r 4, with bias');
    expect(title({ method: 'bitfit' })).toBe('BitFit');
    expect(title({ method: 'full', stride: [10, 10] })).toBe('Full fine-tuning, stride 10');
  });

  it('give adapters without kernels their budget as linear ones', () => {
    const [run] = gridRuns({ method: ['houlsby-sequential'], budget: ['9'] }, BASE, CONTEXT);
    expect(run?.config.adapters).toMatchObject({ attn: { bottleneck: 35 }, ffn: { bottleneck: 35 } });
  });
});

describe('scaling', () => {
  it('keeps the paper’s bottlenecks at width 768 and divides them by six at 128', () => {
    const plan = { attn: { kernel: 'square', bottleneck: 6 }, ffn: { kernel: 'time', bottleneck: 72 } } as const;
    expect(scaledPlan(plan, 768)).toEqual(plan);
    expect(scaledPlan(plan, 128)).toMatchObject({ attn: { bottleneck: 1 }, ffn: { bottleneck: 12 } });
    expect(scaledPlan(plan, 6)).toMatchObject({ attn: { bottleneck: 1 } });
  });

  it('comes as near to a budget as whole bottlenecks can', () => {
    const plan = { attn: { kernel: 'time', bottleneck: 1 }, ffn: { kernel: 'linear', bottleneck: 1 } } as const;
    // 5 % of 86 M over 12 layers and two placements: 179,167 each; 2 x 3 x 768 and 2 x 768 a channel.
    expect(budgetPlan(plan, 0.05, { dim: 768, depth: 12, parameters: 86e6 })).toMatchObject({
      attn: { bottleneck: 39 },
      ffn: { bottleneck: 117 },
    });
  });
});
