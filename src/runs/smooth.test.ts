import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smooth } from './smooth';

describe('smooth', () => {
  it('weighs values as the closed form does', () => {
    const made = smooth([4, 8, 2], 0.5);
    // s_3 = (0.125 * 4 + 0.25 * 8 + 0.5 * 2) / (1 - 0.125)
    expect(made).toEqual([4, (0.25 * 4 + 0.5 * 8) / 0.75, (0.125 * 4 + 0.25 * 8 + 0.5 * 2) / 0.875]);
  });

  it('leaves a constant as it is from the first value on, and weight 0 anything', () => {
    for (const value of smooth([3, 3, 3, 3], 0.9)) expect(value).toBeCloseTo(3, 12);
    expect(smooth([1, 5, 2], 0)).toEqual([1, 5, 2]);
  });

  it('passes over gaps and NaN', () => {
    expect(smooth([Number.NaN, 2, Infinity, Number.NaN], 0.5)).toEqual([Number.NaN, 2, 2, 2]);
  });

  it('stays within the range of the values', () => {
    const series = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(series, fc.double({ min: 0, max: 0.99, noNaN: true }), (values, weight) => {
        for (const value of smooth(values, weight)) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
          expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
        }
      }),
    );
  });
});
