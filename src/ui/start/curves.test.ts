import { describe, expect, it } from 'vitest';
import { curveOf, roundUp } from './curves';

describe('roundUp', () => {
  it.each([
    [0.9, 1],
    [1, 1],
    [1.79, 2],
    [2.1, 5],
    [7, 10],
    [0.03, 0.05],
    [0, 1],
    [Number.NaN, 1],
  ])('%d is at most %d', (value, round) => {
    expect(roundUp(value)).toBeCloseTo(round, 12);
  });
});

describe('curveOf', () => {
  it('runs from left to right, great values at the top, none beyond it', () => {
    const points = [
      { at: 0, value: 2 },
      { at: 0.5, value: 1 },
      { at: 1, value: 3 },
    ];
    expect(curveOf(points, 2, 100, 50)).toBe('0.0,0.0 50.0,25.0 100.0,0.0');
  });
});
