import { describe, expect, it } from 'vitest';
import { paddedColumns, paddingOf } from './padding';

const TILED = { grid: [8, 8], patch: [16, 16], stride: [16, 16] } as const;
const OVERLAPPING = { grid: [12, 12], patch: [16, 16], stride: [10, 10] } as const; // 126 frames

describe('paddingOf', () => {
  it('finds none where the clip is as long as its input, or longer', () => {
    expect(paddingOf(128, TILED)).toBeNull();
    expect(paddingOf(500, TILED)).toBeNull();
  });

  it.each([
    [127, 8],
    [113, 8],
    [112, 7],
    [64, 4],
    [63, 4],
    [1, 1],
  ])('of %d frames of 128: column %d is the first without sound', (frames, firstColumn) => {
    expect(paddingOf(frames, TILED)).toEqual({ from: frames / 128, firstColumn, fromColumn: firstColumn / 8 });
  });

  it('goes by where a column begins where patches overlap', () => {
    expect(paddingOf(60, OVERLAPPING)?.firstColumn).toBe(6);
    expect(paddingOf(61, OVERLAPPING)?.firstColumn).toBe(7);
    expect(paddingOf(60, OVERLAPPING)?.from).toBeCloseTo(60 / 126, 12);
  });
});

it('names the columns as the slider counts them', () => {
  const words = (frames: number) => {
    const padding = paddingOf(frames, TILED);
    return padding && paddedColumns(padding, 8);
  };
  expect(words(120)).toBeNull();
  expect(words(112)).toBe('column 8 of 8 holds nothing else');
  expect(words(40)).toBe('columns 4 to 8 of 8 hold nothing else');
});
