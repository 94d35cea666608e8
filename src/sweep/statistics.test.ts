import { describe, expect, it } from 'vitest';
import { mean, sampleDeviation, spreadOf } from './statistics';

describe('spreadOf', () => {
  it('is the sample deviation, with n - 1 below', () => {
    // Python: statistics.mean and statistics.stdev of the same numbers.
    const values = [86.75, 85.25, 87.5, 88.0, 84.0];
    expect(spreadOf(values)?.mean).toBeCloseTo(86.3, 12);
    expect(spreadOf(values)?.deviation).toBeCloseTo(1.652_649_388_103_840_9, 12);
    expect(spreadOf(values)?.count).toBe(5);
  });

  it('has no deviation of one value, and is nothing of none', () => {
    expect(spreadOf([0.5])).toEqual({ mean: 0.5, deviation: null, count: 1 });
    expect(spreadOf([])).toBeNull();
    expect(sampleDeviation([3, 3])).toBe(0);
    expect(mean([])).toBeNaN();
  });
});
