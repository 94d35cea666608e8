import { describe, expect, it } from 'vitest';
import { FUSED_CHOICES, fusedBytes, type FusedSizes } from './memory';

/** ViT-Nano with 66 tokens, and DeiT-Base at 1,024 frames, both with Look-Aside Adapters in every layer, in batches of 8. */
const NANO: FusedSizes = {
  B: 8,
  tokens: 66,
  dim: 128,
  depth: 6,
  heads: 4,
  mlpDim: 512,
  patch: 256,
  input: 128 * 128,
  classes: 10,
  first: 0,
  bottlenecks: [8, 8],
  trained: 6 * 2 * 2 * 3 * 8 * 128 + 2 * 128 + 1290,
  matrices: 6 * 12 * 128 * 128 + 256 * 128,
  rest: 6 * (13 * 128) + 128 * 70,
};
const BASE: FusedSizes = {
  ...NANO,
  tokens: 514,
  dim: 768,
  depth: 12,
  heads: 12,
  mlpDim: 3072,
  input: 1024 * 128,
  classes: 50,
  bottlenecks: [36, 36],
  trained: 12 * 2 * 2 * 3 * 36 * 768 + 2 * 768 + 50 * 769,
  matrices: 12 * 12 * 768 * 768 + 256 * 768,
  rest: 12 * (13 * 768) + 768 * 518,
};
const [all, inputs, frugal] = FUSED_CHOICES;

describe('fusedBytes', () => {
  it('is under 40 MB for a step of ViT-Nano', () => {
    expect(all && fusedBytes(NANO, all)).toBeLessThan(40e6);
  });

  it('is under 2 GB for a step of DeiT-Base at 514 tokens in batches of 8, where layers are made anew', () => {
    expect(all && fusedBytes(BASE, all)).toBeGreaterThan(2e9);
    expect(inputs && fusedBytes(BASE, inputs)).toBeLessThan(1.3e9);
    expect(frugal && fusedBytes(BASE, frugal)).toBeLessThan(1.1e9);
  });

  it('grows with the batch, and a probe needs little of it', () => {
    if (!all) throw new Error('no choice');
    const bytes = [1, 2, 3].map((B) => fusedBytes({ ...NANO, B }, all));
    expect((bytes[2] ?? 0) - (bytes[1] ?? 0)).toBe((bytes[1] ?? 0) - (bytes[0] ?? 0));
    const probe = { ...NANO, first: NANO.depth, bottlenecks: [0, 0] as const, trained: 1546 };
    expect(fusedBytes(probe, all)).toBeLessThan(0.45 * fusedBytes(NANO, all));
  });
});
