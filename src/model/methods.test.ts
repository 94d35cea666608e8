import { describe, expect, it } from 'vitest';
import { goldens } from '../../tests/numeric/goldens';
import { parameterShapes, planOf, TINY } from '../../tests/numeric/tinyBackbone';
import { adapterSize, KERNELS, planTitle, type AdapterPlan, type KernelName } from './adapters';
import { backboneSize, headSize, trainableSize, type ModelSize } from './methods';

/** The rows of the paper's Tables 1 and 2 that parameter_counts.json holds: ViT-Base, 44 classes. */
const PAPER: Readonly<Record<string, AdapterPlan>> = {
  '1.035M (1,1)': planOf('linear', null, 54),
  '1.035M T': planOf('time', null, 18),
  '1.035M (3,3)': planOf('square', null, 6),
  '2.026M (1,1)': planOf('linear', null, 108),
  '2.026M T': planOf('time', null, 36),
  '2.026M F': planOf('frequency', null, 36),
  '2.026M (3,3)': planOf('square', null, 12),
  '4.017M T': planOf('time', null, 72),
  '5% parallel r=108': planOf('linear', 'linear', 108),
  '5% T+F r=36': planOf('time', 'frequency', 36),
  '10% T+F r=72': planOf('time', 'frequency', 72),
  'linear probe': planOf(null, null),
};
const BASE: ModelSize = {
  dim: 768,
  depth: 12,
  mlpDim: 3072,
  patch: [16, 16],
  prefixTokens: 2,
  positions: 'learned',
  tokens: 66,
  classes: 44,
};

describe('trainableSize', () => {
  it('gives every count of the paper', async () => {
    const counts = JSON.parse(await goldens.blob('parameter_counts.json').text()) as Record<string, number>;
    const ours = Object.keys(counts).map((row) => [row, trainableSize('loaa', PAPER[row] ?? planOf(null, null), BASE)]);
    expect(Object.keys(PAPER).sort()).toEqual(Object.keys(counts).sort());
    expect(Object.fromEntries(ours)).toEqual(counts);
    expect(trainableSize('linear-probe', planOf('time', 'time', 36), BASE)).toBe(counts['linear probe']);
  });
});

describe('backboneSize and headSize', () => {
  it('count every weight of the backbone on its grid', () => {
    const tokens = 2 + TINY.positionGrid[0] * TINY.positionGrid[1];
    const all = [...parameterShapes(TINY).values()].reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
    expect(backboneSize({ ...TINY, tokens, classes: 5 })).toBe(all);
    expect(headSize(TINY.dim, 5)).toBe(2 * TINY.dim + (TINY.dim + 1) * 5);
  });
});

describe('adapterSize', () => {
  it.each(Object.keys(KERNELS) as KernelName[])('is two bias-free convolutions (%s)', (kernel) => {
    const [kf, kt] = KERNELS[kernel].extent;
    expect(adapterSize({ kernel, bottleneck: 7 }, 10)).toBe(7 * 10 * kf * kt + 10 * 7 * kf * kt);
  });
});

describe('planTitle', () => {
  it('writes a plan as the paper does', () => {
    expect(planTitle(planOf('time', 'frequency'))).toBe('Attn(T) FFN(F)');
    expect(planTitle(planOf(null, 'square'))).toBe('FFN(S)');
    expect(planTitle(planOf(null, null))).toBe('no adapters');
  });
});
