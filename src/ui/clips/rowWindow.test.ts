import { describe, expect, it } from 'vitest';
import { rowWindow, scrollFor } from './rowWindow';

describe('the rows that are made of a long list', () => {
  it('are the visible ones and a few more', () => {
    expect(rowWindow(0, 400, 50, 3000)).toEqual([0, 12]);
    expect(rowWindow(50_000, 400, 50, 3000)).toEqual([996, 1012]);
    expect(rowWindow(149_600, 400, 50, 3000)).toEqual([2988, 3000]);
    expect(rowWindow(0, 400, 50, 3)).toEqual([0, 3]);
    expect(rowWindow(9999, 400, 50, 3)).toEqual([3, 3]);
  });

  it('scroll no further than a row needs', () => {
    expect(scrollFor(3, 0, 400, 50)).toBe(0);
    expect(scrollFor(9, 0, 400, 50)).toBe(100);
    expect(scrollFor(1, 200, 400, 50)).toBe(50);
  });
});
