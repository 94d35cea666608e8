import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinIndices } from './thin';

describe('thinIndices', () => {
  it('keeps a short series whole', () => {
    expect(thinIndices([3, 1, 2], 4)).toEqual([0, 1, 2]);
  });

  it('keeps a lone spike among tens of thousands of points', () => {
    const values = new Float64Array(50_000).fill(1);
    values[12_345] = 9;
    values[40_001] = -9;
    values[44_444] = Number.NaN;
    const kept = thinIndices(values, 1000);
    expect(kept).toEqual(expect.arrayContaining([12_345, 40_001, 44_444]));
  });

  it('gives ascending indices within the limit, with both ends and both extremes', () => {
    const series = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 3000 });
    fc.assert(
      fc.property(series, fc.integer({ min: 4, max: 400 }), (values, limit) => {
        const kept = thinIndices(values, limit);
        expect(kept.length).toBeLessThanOrEqual(limit);
        expect(kept[0]).toBe(0);
        expect(kept.at(-1)).toBe(values.length - 1);
        for (let i = 1; i < kept.length; i++) expect(kept[i]).toBeGreaterThan(kept[i - 1] ?? -1);
        const shown = kept.map((i) => values[i] ?? Number.NaN);
        expect(Math.max(...shown)).toBe(Math.max(...values));
        expect(Math.min(...shown)).toBe(Math.min(...values));
      }),
    );
  });
});
