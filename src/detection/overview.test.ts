import { describe, expect, it } from 'vitest';
import { emptyOverview, extendOverview } from './overview';

/** Columns of two bands: i and 0. */
const columns = (...values: number[]) => Uint8Array.from(values.flatMap((value) => [value, 0]));
const firstBand = ({ columns: all }: { columns: Uint8Array }) => [...all].filter((_, i) => i % 2 === 0);

describe('an overview', () => {
  it('takes columns as they are while there is room', () => {
    const one = extendOverview(emptyOverview(2, 0.1), columns(10, 20), 10, 4);
    const two = extendOverview(one, columns(30), 10, 4);
    expect(firstBand(two)).toEqual([10, 20, 30]);
    expect([two.count, two.secondsPerColumn]).toEqual([3, 0.1]);
    expect(firstBand(one)).toEqual([10, 20]);
  });

  it('halves its resolution where there is none, and goes on with that', () => {
    const all = Array.from({ length: 64 }, (_, i) => 2 * i);
    for (const step of [1, 3, 64]) {
      let overview = emptyOverview(2, 0.125);
      for (let at = 0; at < 64; at += step) {
        overview = extendOverview(overview, columns(...all.slice(at, at + step)), 8, 10);
        expect(overview.count).toBeLessThanOrEqual(10);
      }
      expect(overview.secondsPerColumn).toBe(1);
      expect(overview.count).toBe(8);
      firstBand(overview).forEach((value, i) => expect(Math.abs(value - (16 * i + 7))).toBeLessThanOrEqual(2));
    }
  });
});
