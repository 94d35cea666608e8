import { describe, expect, it } from 'vitest';
import { thinned } from './paintColumns';

describe('thinned', () => {
  it('takes every so many-th column, and all where there is room', () => {
    const columns = { data: Uint8Array.from({ length: 14 }, (_, i) => i), frames: 7, bins: 2 };
    expect(thinned(columns, 1)).toEqual(columns);
    const third = thinned(columns, 3);
    expect(third.frames).toBe(3);
    expect([...(third.data as Float32Array)]).toEqual([0, 1, 6, 7, 12, 13]);
  });
});
