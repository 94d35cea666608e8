import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationBins, durationCsv, fitCounts, roundUp } from './durationBins';

describe('durationBins', () => {
  it('counts every clip once, on an axis that reaches the chosen length and nearly all clips', () => {
    const durations = fc.array(fc.double({ min: 0.001, max: 1e4, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(durations, fc.double({ min: 0.1, max: 20, noNaN: true }), (seconds, used) => {
        const { counts, end, longest } = durationBins(seconds, used);
        expect(counts.reduce((sum, n) => sum + n, 0)).toBe(seconds.length);
        expect(end).toBeGreaterThan(used);
        expect(longest).toBe(Math.max(...seconds));
        expect(seconds.filter((value) => value > end).length).toBeLessThanOrEqual(seconds.length / 100);
      }),
    );
  });

  it('puts a clip into the bar of its length', () => {
    const many = Array.from({ length: 200 }, () => 1.1);
    expect(durationBins([...many, 3000], 3.9, 4)).toEqual({ counts: [0, 200, 0, 1], end: 4, longest: 3000 });
    expect(durationBins([0.1, 1.1, 1.2, 3.9], 3.9, 4).counts).toEqual([1, 2, 0, 1]);
  });

  it('ends at round numbers', () => {
    expect([0.011, 0.9, 1, 1.2, 5.1, 61, 999].map(roundUp)).toEqual(
      [0.015, 1, 1, 1.5, 6, 80, 1000].map((x) => expect.closeTo(x, 9)),
    );
  });
});

describe('durationCsv', () => {
  it('has a line a bar, by where it begins', () => {
    expect(durationCsv(durationBins([0.1, 1.1, 1.2, 3.9], 3.9, 4))).toBe(
      ['"from, seconds",clips', '0,1', '1,2', '2,0', '3,1', ''].join('\r\n'),
    );
  });
});

describe('fitCounts', () => {
  it('counts what is padded and cut by more than a frame', () => {
    expect(fitCounts([0.5, 0.995, 1, 1.005, 2], 1, 0.01)).toEqual({ padded: 1, cut: 1 });
  });
});
