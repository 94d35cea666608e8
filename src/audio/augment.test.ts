import { describe, expect, it } from 'vitest';
import { Random } from '../core/random';
import { addNoise, drawMixture, mixLabels, mixWaves, noiseAndRoll, rollFrames, skipNoise } from './augment';

const FRAMES = 64;
const BINS = 32;

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

  it('can be drawn later from where it was passed over, and what follows is the same', () => {
    const x = Float32Array.from({ length: FRAMES * BINS }, (_, i) => i);
    const [now, later] = [new Random(6), new Random(6)];
    const noisy = noiseAndRoll(x, BINS, now);
    const state = skipNoise(x.length, later);
    expect(later.state).toEqual(now.state);
    expect(noiseAndRoll(x, BINS, new Random(state))).toEqual(noisy);
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
