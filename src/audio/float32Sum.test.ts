import { describe, expect, it } from 'vitest';
import { Random } from '../core/random';
import { float32Sum } from './float32Sum';

describe('float32Sum', () => {
  it.each([0, 1, 7, 8, 31, 32, 33, 400, 16_000, 200_001])('is the sum of %i values from any start', (length) => {
    const rng = new Random(length);
    const x = Float32Array.from({ length: length + 5 }, () => rng.uniform());
    const exact = x.subarray(5).reduce((sum, value) => sum + value, 0);
    expect(Math.abs(float32Sum(x, 5, length) - exact)).toBeLessThanOrEqual(2e-6 * exact);
  });

  // What torch.tensor([(7919 i % 1000) / 1000 - 0.3 for i in range(n)]).sum() gives (PyTorch 2.13, AVX2).
  it.each([
    [5, 1.690000057220459],
    [37, 6.953999996185303],
    [400, 80.19999694824219],
    [999, 199.71900939941406],
    [16_000, 3192],
    [30_001, 5984.7001953125],
  ])('is bit by bit what PyTorch gives for %i values', (length, expected) => {
    const x = Float32Array.from({ length }, (_, i) => ((i * 7919) % 1000) / 1000 - 0.3);
    expect(float32Sum(x, 0, length)).toBe(Math.fround(expected));
  });
});
