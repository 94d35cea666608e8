import { describe, expect, it } from 'vitest';
import { Random } from '../core/random';
import { applyMasks, drawMask, drawMasks, type SpecAugment } from './masking';

const FRAMES = 64;
const BINS = 32;
const ones = () => new Float32Array(FRAMES * BINS).fill(1);
const astMasked = (x: Float32Array, limits: SpecAugment, rng: Random) =>
  applyMasks(x, BINS, drawMasks('ast', [FRAMES, BINS], limits, rng), 'ast');

/** The rows and columns that are zero throughout. */
function zeroLines(x: Float32Array): { rows: number[]; columns: number[] } {
  const at = (t: number, m: number) => x[t * BINS + m];
  const range = (n: number) => [...Array(n).keys()];
  return {
    rows: range(FRAMES).filter((t) => range(BINS).every((m) => at(t, m) === 0)),
    columns: range(BINS).filter((m) => range(FRAMES).every((t) => at(t, m) === 0)),
  };
}

describe('drawMask', () => {
  it('covers every width below the limit and every place, and nothing outside', () => {
    const rng = new Random(1);
    const masks = Array.from({ length: 5000 }, () => drawMask(20, 6, rng));
    expect(new Set(masks.map(({ start, end }) => end - start))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    expect(Math.min(...masks.map(({ start }) => start))).toBe(0);
    expect(Math.max(...masks.map(({ end }) => end))).toBe(19);
    expect(Math.max(...masks.map(({ start }) => start))).toBe(19);
    const meanWidth = masks.reduce((sum, { start, end }) => sum + end - start, 0) / masks.length;
    expect(meanWidth).toBeGreaterThan(2.4);
    expect(meanWidth).toBeLessThan(2.6);
  });
});

describe("AST's masks", () => {
  it('sets one run of bins and one run of frames to zero and leaves the rest', () => {
    const rng = new Random(7);
    let masked = 0;
    for (let i = 0; i < 200; i++) {
      const x = astMasked(ones(), { frequency: 8, time: 16 }, rng);
      const { rows, columns } = zeroLines(x);
      for (const lines of [rows, columns]) {
        expect((lines.at(-1) ?? 0) - (lines[0] ?? 0)).toBe(Math.max(0, lines.length - 1));
      }
      expect(rows.length).toBeLessThan(16);
      expect(columns.length).toBeLessThan(8);
      const left = (FRAMES - rows.length) * (BINS - columns.length);
      expect(x.reduce((sum, value) => sum + value, 0)).toBe(left);
      masked += rows.length + columns.length;
    }
    expect(masked).toBeGreaterThan(0);
  });

  it('does nothing with limits of 0, and keeps its input', () => {
    const x = ones();
    expect(astMasked(x, { frequency: 0, time: 0 }, new Random(1))).toEqual(x);
    astMasked(x, { frequency: 30, time: 60 }, new Random(1));
    expect(x).toEqual(ones());
  });

  it('bears limits beyond the size', () => {
    const x = astMasked(ones(), { frequency: 500, time: 500 }, new Random(3));
    expect(x.every((value) => value === 0 || value === 1)).toBe(true);
  });

  it('repeats with the seed and changes with it', () => {
    const draw = (seed: number) => astMasked(ones(), { frequency: 20, time: 40 }, new Random(seed));
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });
});

describe("EPIC-SOUNDS' masks", () => {
  it('are at most two an axis, each narrower than the limit and within the axis', () => {
    const rng = new Random(3);
    const counts = new Set<number>();
    for (let i = 0; i < 3000; i++) {
      const { frequency, time } = drawMasks('epic', [FRAMES, BINS], { frequency: 27, time: 25 }, rng);
      for (const [masks, size, limit] of [
        [frequency, BINS, 27],
        [time, FRAMES, 25],
      ] as const) {
        counts.add(masks.length);
        for (const { start, end } of masks) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThan(size);
          expect(end - start).toBeLessThan(limit - 1);
        }
      }
    }
    expect(counts).toEqual(new Set([0, 1, 2]));
  });

  it('are filled with the mean of what is there before each', () => {
    const x = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const masks = { frequency: [{ start: 0, end: 1 }], time: [{ start: 1, end: 2 }] };
    // 4.5 into the first of two bins; then (4.5 x 4 + 2 + 4 + 6 + 8) / 8 into the second of four frames.
    expect([...applyMasks(x, 2, masks, 'epic')]).toEqual([4.5, 2, 4.75, 4.75, 4.5, 6, 4.5, 8]);
  });

  it('bear limits beyond the size', () => {
    const rng = new Random(8);
    for (let i = 0; i < 200; i++) {
      const masks = drawMasks('epic', [FRAMES, BINS], { frequency: 500, time: 500 }, rng);
      for (const { start, end } of masks.frequency) expect(start >= 0 && end < BINS).toBe(true);
    }
  });
});
