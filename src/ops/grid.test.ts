import { describe, expect, it } from 'vitest';
import { patchGrid, strideFor } from './grid';

describe('patchGrid', () => {
  it.each([
    [128, 1024, [16, 16], [16, 16], [8, 64]],
    [128, 1024, [16, 16], [10, 10], [12, 101]],
    [128, 128, [16, 16], [16, 16], [8, 8]],
    [128, 16, [16, 16], [16, 16], [8, 1]],
    [128, 31, [16, 16], [16, 16], [8, 1]],
    [128, 32, [16, 16], [16, 16], [8, 2]],
    [128, 1024, [128, 2], [128, 2], [1, 512]],
    [128, 100, [128, 2], [128, 1], [1, 99]],
  ] as const)('%i bins, %i frames, patch %j, stride %j: %j', (bins, frames, patch, stride, grid) => {
    expect(patchGrid(bins, frames, patch, stride)).toEqual(grid);
  });

  it('has no column where a clip is shorter than one patch', () => {
    expect(patchGrid(128, 15, [16, 16], [16, 16])[1]).toBe(0);
  });
});

describe('strideFor', () => {
  it.each([
    [
      [16, 16],
      [16, 16],
      [16, 16],
    ],
    [
      [10, 10],
      [16, 16],
      [10, 10],
    ],
    [
      [16, 16],
      [128, 2],
      [128, 2],
    ],
    [
      [128, 1],
      [128, 2],
      [128, 1],
    ],
    [
      [128, 2],
      [16, 16],
      [16, 16],
    ],
    [
      [16, 16],
      [14, 14],
      [14, 14],
    ],
  ] as const)('keeps %j for patches of %j where it leaves no gap: %j', (wanted, patch, stride) => {
    expect(strideFor(wanted, patch)).toEqual(stride);
  });
});
