import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addStatistics, fitFrames, meanAndStd, mergeStatistics, normalise, NO_STATISTICS } from './fit';

const features = { data: Float32Array.of(1, 2, 3, 4, 5, 6), frames: 3, bins: 2 };

describe('fitFrames', () => {
  it.each([
    [2, 'zero', [1, 2, 3, 4]],
    [3, 'zero', [1, 2, 3, 4, 5, 6]],
    [5, 'zero', [1, 2, 3, 4, 5, 6, 0, 0, 0, 0]],
    [5, 'edge', [1, 2, 3, 4, 5, 6, 5, 6, 5, 6]],
    [1, 'edge', [1, 2]],
  ] as const)('%i frames with %s padding', (frames, padding, expected) => {
    expect([...fitFrames(features, frames, padding)]).toEqual(expected);
  });

  it('never shares memory with its input', () => {
    expect(fitFrames(features, 3).buffer).not.toBe(features.data.buffer);
  });
});

describe('normalise', () => {
  it('is (x - mean) / (2 std)', () => {
    expect([...normalise(Float32Array.of(-6, 0, 4), -6, 2)]).toEqual([0, 1.5, 2.5]);
  });
});

describe('statistics', () => {
  it('are mean and population deviation, however the values are split', () => {
    const values = fc.array(fc.float({ min: -20, max: 20, noNaN: true }), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(values, fc.nat(50), (x, cut) => {
        fc.pre(new Set(x).size > 1);
        const mean = x.reduce((a, b) => a + b, 0) / x.length;
        const std = Math.sqrt(x.reduce((a, b) => a + (b - mean) ** 2, 0) / x.length);
        const parts = [x.slice(0, cut), x.slice(cut)].map((part) => Float32Array.from(part));
        const together = meanAndStd(parts.reduce(addStatistics, NO_STATISTICS));
        expect(together.mean).toBeCloseTo(mean, 9);
        expect(together.std).toBeCloseTo(std, 9);
      }),
    );
  });

  it('keep their digits far from zero', () => {
    const parts = [1e6, 1e6 + 1].map((value) => addStatistics(NO_STATISTICS, new Float32Array(1000).fill(value)));
    expect(meanAndStd(parts.reduce(mergeStatistics)).std).toBeCloseTo(0.5, 12);
  });

  it('fail in words without clips, and where all clips are the same silence', () => {
    expect(() => meanAndStd(NO_STATISTICS)).toThrow(/no clips/);
    expect(() => meanAndStd(addStatistics(NO_STATISTICS, new Float32Array(9).fill(-15.9)))).toThrow(/silent/);
  });
});
