import { describe, expect, it } from 'vitest';
import { goldens } from '../../tests/numeric/goldens';
import { parameterShapes, planOf, TINY } from '../../tests/numeric/tinyBackbone';
import { adapterSize, KERNELS, planTitle, type AdapterPlan, type KernelName } from './adapters';
import { backboneSize, headSize, METHODS, trainableSize, usesOption, type MethodName } from './methods';
import { PAPER_PLANS, PAPER_SIZE } from './paperCounts';
import { METHOD_DEFAULTS, type LoraTarget, type MethodOptions } from './settings';

const sizeOf = (method: MethodName, adapters: AdapterPlan = planOf(null, null), options: Partial<MethodOptions> = {}) =>
  trainableSize({ ...METHOD_DEFAULTS, ...options, method, adapters }, PAPER_SIZE);

describe('trainableSize', () => {
  it('gives every count of the paper', async () => {
    const counts = JSON.parse(await goldens.blob('parameter_counts.json').text()) as Record<string, number>;
    const ours = Object.keys(counts).map((row) => [row, sizeOf('loaa', PAPER_PLANS[row])]);
    expect(Object.keys(PAPER_PLANS).sort()).toEqual(Object.keys(counts).sort());
    expect(Object.fromEntries(ours)).toEqual(counts);
    expect(sizeOf('linear-probe', planOf('time', 'time', 36))).toBe(counts['linear probe']);
  });
});

describe('the counts of other methods, at the size of ViT-Base without head', () => {
  const [d, L] = [PAPER_SIZE.dim, PAPER_SIZE.depth];
  const added = (method: MethodName, options: Partial<MethodOptions>, adapters?: AdapterPlan) =>
    sizeOf(method, adapters, options) - headSize(d, PAPER_SIZE.classes);

  it('Houlsby: 2 d r + d + r with biases (Houlsby et al. 2019, section 2.1), 2 d r without', () => {
    for (const method of ['houlsby-parallel', 'houlsby-sequential'] as const) {
      const r = 64;
      expect(added(method, { bias: true }, planOf('linear', 'linear', r))).toBe(2 * L * (2 * d * r + d + r));
      expect(added(method, { bias: false }, planOf('time', null, r))).toBe(L * 2 * d * r);
    }
    expect(sizeOf('houlsby-parallel', planOf('linear', 'linear', 108))).toBe(4_016_684);
  });

  it('LoRA: 0.3 M for q and v at rank 8 (Hu et al. 2022, Table 2, RoBERTa base)', () => {
    const lora = (rank: number, targets: readonly LoraTarget[]) => added('lora', { lora: { rank, alpha: 1, targets } });
    expect(lora(8, ['q', 'v'])).toBe(294_912);
    expect(lora(4, ['v', 'v', 'proj'])).toBe(L * 2 * 2 * d * 4);
    expect(lora(1, ['fc1', 'fc2'])).toBe(L * 2 * (d + 4 * d));
    expect(lora(1, [])).toBe(0);
  });

  it('Convpass: 0.33 M at 8 channels (Jie and Deng 2022, Table 1)', () => {
    expect(added('convpass', { convpass: { bottleneck: 8, scale: 1 } })).toBe(327_552);
  });

  it('prompts: P d, or L P d (Jia et al. 2022, section 3.2)', () => {
    expect(added('prompt', { prompts: { length: 50, deep: false } })).toBe(50 * d);
    expect(added('prompt', { prompts: { length: 50, deep: true } })).toBe(L * 50 * d);
  });

  it('prefix: 2 L P d (Li and Liang 2021, section 4.3)', () => {
    expect(added('prefix', { prefix: { length: 10 } })).toBe(2 * L * 10 * d);
  });

  it('BitFit: about 0.1 M, 0.1 % (Ben Zaken et al. 2022, Table 1)', () => {
    expect(added('bitfit', {})).toBe(L * 11 * d + 2 * d);
    expect(added('bitfit', {}) / backboneSize(PAPER_SIZE)).toBeCloseTo(0.0012, 4);
  });

  it('count only the chosen layers', () => {
    const methods = (Object.keys(METHODS) as MethodName[]).filter((method) => usesOption(method, 'layers'));
    for (const method of methods) {
      const plan = planOf('time', 'frequency', 3);
      const all = added(method, method === 'bitfit' ? { layers: Array.from({ length: L }, (_, i) => i) } : {}, plan);
      expect(added(method, { layers: [0, 5, 11] }, plan), method).toBe(all / 4);
      expect(added(method, { layers: [] }, plan), method).toBe(0);
    }
  });

  it('grow with the size of a kernel', () => {
    const attn = { kernel: 'time', bottleneck: 2, size: 7 } as const;
    expect(added('loaa', {}, { attn, ffn: null })).toBe(L * 2 * 7 * d * 2);
    expect(added('loaa', {}, { attn: { ...attn, kernel: 'square', size: 5 }, ffn: null })).toBe(L * 2 * 25 * d * 2);
    expect(added('loaa', {}, { attn: { ...attn, kernel: 'linear' }, ffn: null })).toBe(L * 2 * d * 2);
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
    expect(planTitle({ attn: { kernel: 'time', bottleneck: 1, size: 7 }, ffn: null })).toBe('Attn(T7)');
    expect(planTitle(planOf(null, null))).toBe('no adapters');
  });
});
