import { describe, expect, it } from 'vitest';
import { entropyBits, framesOf, rangeOf, selectMap, upscale } from './maps';

const VALUES = Float32Array.from({ length: 2 * 2 * 6 }, (_, i) => i);
const SIZE = { heads: 2, grid: [2, 3] } as const;

describe('maps', () => {
  it('takes a head, or the mean over heads', () => {
    expect([...selectMap(VALUES, SIZE, 1, 1)]).toEqual([18, 19, 20, 21, 22, 23]);
    expect([...selectMap(VALUES, SIZE, 0, null)]).toEqual([3, 4, 5, 6, 7, 8]);
  });

  it('has log2 of the count as the entropy of an even map, and 0 of a single patch', () => {
    expect(entropyBits(new Float32Array(64).fill(0.2))).toBeCloseTo(6, 6);
    expect(entropyBits(Float32Array.of(0, 0.7, 0))).toBe(0);
    expect(entropyBits(new Float32Array(4))).toBeNaN();
  });

  it('shares one range', () => {
    expect(rangeOf([Float32Array.of(1, 2), Float32Array.of(-1, 0)])).toEqual([-1, 2]);
    expect(rangeOf([])).toEqual([0, 0]);
  });
});

describe('upscale', () => {
  const layout = { grid: [2, 3], patch: [4, 4], stride: [4, 4] } as const;
  const map = Float32Array.of(0, 1, 2, 10, 11, 12);

  it('gives every pixel of a patch its value, nearest', () => {
    const made = upscale(map, layout, 8, 12, 'nearest');
    for (let b = 0; b < 8; b++) {
      for (let t = 0; t < 12; t++) {
        expect(made[b * 12 + t]).toBe(map[Math.floor(b / 4) * 3 + Math.floor(t / 4)]);
      }
    }
  });

  it('goes evenly from centre to centre, bilinear, and stays flat beyond', () => {
    const made = upscale(map, layout, 8, 12, 'bilinear');
    // In time: a quarter of the way a frame, centres at 2, 6 and 10 between frames.
    expect([...made.slice(0, 12)]).toEqual([0, 0, 0.125, 0.375, 0.625, 0.875, 1.125, 1.375, 1.625, 1.875, 2, 2]);
    const column = Array.from({ length: 8 }, (_, b) => made[b * 12]);
    expect(column).toEqual([0, 0, 1.25, 3.75, 6.25, 8.75, 10, 10]);
  });

  it('covers what overlapping patches cover', () => {
    expect(framesOf({ grid: [12, 101], patch: [16, 16], stride: [10, 10] })).toBe(1016);
  });
});
