import { describe, expect, it } from 'vitest';
import { createRowRing } from './rowRing';

const rows = (...values: number[]) => ({
  data: Float32Array.from(values.flatMap((v) => [v, -v])),
  frames: values.length,
});
const firstBins = (ring: ReturnType<typeof createRowRing>, frames: number) =>
  [...ring.last(frames).data].filter((_, i) => i % 2 === 0);

describe('createRowRing', () => {
  it('gives the newest rows in order, across its seam', () => {
    const ring = createRowRing(4, 2);
    ring.push(rows(1, 2, 3));
    expect(firstBins(ring, 2)).toEqual([2, 3]);
    expect(firstBins(ring, 9)).toEqual([1, 2, 3]);
    ring.push(rows(4, 5, 6));
    expect(firstBins(ring, 9)).toEqual([3, 4, 5, 6]);
    expect(ring.total).toBe(6);
  });

  it('takes more rows than it holds', () => {
    const ring = createRowRing(3, 2);
    ring.push(rows(1));
    ring.push(rows(2, 3, 4, 5, 6));
    expect(firstBins(ring, 3)).toEqual([4, 5, 6]);
    expect([...ring.last(1).data]).toEqual([6, -6]);
  });
});
