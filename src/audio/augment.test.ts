import { describe, expect, it } from 'vitest';
import { Random } from '../core/random';
import { addNoise, drawMask, drawMixture, mixLabels, mixWaves, noiseAndRoll, rollFrames, specAugment } from './augment';

const FRAMES = 64;
const BINS = 32;
const ones = () => new Float32Array(FRAMES * BINS).fill(1);

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

describe('specAugment', () => {
  it('sets one run of bins and one run of frames to zero and leaves the rest', () => {
    const rng = new Random(7);
    let masked = 0;
    for (let i = 0; i < 200; i++) {
      const x = specAugment(ones(), BINS, { frequency: 8, time: 16 }, rng);
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
    expect(specAugment(x, BINS, { frequency: 0, time: 0 }, new Random(1))).toEqual(x);
    specAugment(x, BINS, { frequency: 30, time: 60 }, new Random(1));
    expect(x).toEqual(ones());
  });

  it('bears limits beyond the size', () => {
    const x = specAugment(ones(), BINS, { frequency: 500, time: 500 }, new Random(3));
    expect(x.every((value) => value === 0 || value === 1)).toBe(true);
  });

  it('repeats with the seed and changes with it', () => {
    const draw = (seed: number) => specAugment(ones(), BINS, { frequency: 20, time: 40 }, new Random(seed));
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });
});

describe('noise and roll', () => {
  it('adds values in [0, 0.1) with another scale for each clip', () => {
    const rng = new Random(2);
    const peaks = Array.from({ length: 200 }, () => {
      const noise = addNoise(new Float32Array(1000), rng);
      expect(Math.min(...noise)).toBeGreaterThanOrEqual(0);
      return Math.max(...noise);
    });
    expect(Math.max(...peaks)).toBeLessThan(0.1);
    expect(Math.max(...peaks)).toBeGreaterThan(0.09);
    expect(Math.min(...peaks)).toBeLessThan(0.01);
  });

  it('rolls as torch.roll', () => {
    const x = Float32Array.of(1, 2, 3, 4, 5, 6);
    expect([...rollFrames(x, 2, 1)]).toEqual([5, 6, 1, 2, 3, 4]);
    expect([...rollFrames(x, 2, -1)]).toEqual([3, 4, 5, 6, 1, 2]);
    expect([...rollFrames(x, 2, -10)]).toEqual([...rollFrames(x, 2, 2)]);
  });

  it('rolls by -10 to 9 frames', () => {
    const rng = new Random(4);
    const x = new Float32Array(FRAMES * BINS);
    x.fill(1, 0, BINS);
    const shifts = new Set<number>();
    for (let i = 0; i < 1000; i++) {
      const rolled = noiseAndRoll(x, BINS, rng);
      const t = [...Array(FRAMES).keys()].findIndex((row) => (rolled[row * BINS] ?? 0) >= 1);
      shifts.add(t >= FRAMES / 2 ? t - FRAMES : t);
    }
    expect([...shifts].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i - 10));
  });
});

describe('mixup', () => {
  it('draws Beta(10, 10): mean 1/2, variance 1/84', () => {
    const rng = new Random(9);
    const draws = Array.from({ length: 20_000 }, () => drawMixture(rng));
    const mean = draws.reduce((a, b) => a + b) / draws.length;
    const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.005);
    expect(Math.abs(variance * 84 - 1)).toBeLessThan(0.05);
  });

  it('mixes the centred waves, the second cut or padded, and centres the mixture', () => {
    const a = Float32Array.of(1, 3, 2, 2);
    // 0.75 (-1, 1, 0, 0) + 0.25 (-1, 1, 0, 0); the mean of both is 0.
    const expected = [-1, 1, 0, 0];
    const padded = mixWaves(a, Float32Array.of(4, 6), 0.75);
    expected.forEach((value, i) => expect(padded[i]).toBeCloseTo(value, 6));
    const cut = mixWaves(a, Float32Array.of(0, 0, 0, 0, 10), 0.5);
    expect([...cut].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([-0.5, 0.5, 0, 0]);
  });

  it('gives soft labels that add up to 1', () => {
    expect([...mixLabels([0], [2], 0.75, 3)]).toEqual([0.75, 0, 0.25]);
    expect([...mixLabels([1], [1], 0.75, 2)]).toEqual([0, 1]);
    expect([...mixLabels([0, 2], [1, 2], 0.75, 3)]).toEqual([0.75, 0.25, 1]);
  });
});
