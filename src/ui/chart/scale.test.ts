import { describe, expect, it } from 'vitest';
import { createScale, linearTicks, logTicks } from './scale';

describe('linearTicks', () => {
  it.each([
    [0, 1, 4, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0, 3.1, 4, [0, 1, 2, 3]],
    [0, 1234, 4, [0, 200, 400, 600, 800, 1000, 1200]],
    [-0.5, 0.5, 4, [-0.4, -0.2, 0, 0.2, 0.4]],
    [2, 2, 4, [2]],
  ])('of [%d, %d]', (low, high, count, expected) => {
    expect(linearTicks(low, high, count)).toEqual(expected);
  });
});

describe('logTicks', () => {
  it.each([
    [0.01, 100, [0.01, 0.1, 1, 10, 100]],
    [0.3, 4, [0.5, 1, 2]],
    [1e-12, 1, [1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 0.01, 1]],
  ])('of [%d, %d]', (low, high, expected) => {
    const ticks = logTicks(low, high);
    expect(ticks).toHaveLength(expected.length);
    ticks.forEach((tick, i) => expect(tick / (expected[i] ?? 0)).toBeCloseTo(1, 9));
  });
});

describe('createScale', () => {
  it('puts the ends where they belong, and back', () => {
    for (const kind of ['linear', 'log'] as const) {
      const scale = createScale(kind, [0.1, 10], [200, 0], 4);
      expect([scale(0.1), scale(10)]).toEqual([200, 0]);
      expect(scale(scale.invert(50))).toBeCloseTo(50, 9);
    }
    expect(createScale('log', [0.1, 10], [200, 0], 4)(1)).toBeCloseTo(100, 9);
  });

  it('draws nothing of what a logarithm does not have', () => {
    const scale = createScale('log', [0.1, 10], [200, 0], 4);
    for (const value of [0, -1, Number.NaN]) expect(scale(value)).toBeNaN();
  });
});
