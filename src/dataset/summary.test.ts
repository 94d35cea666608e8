import { describe, expect, it } from 'vitest';
import { majorityBaseline } from './majority';
import { suggestFrames } from './suggestFrames';

describe('suggestFrames', () => {
  it.each([
    [[1], 112],
    [[10], 1008],
    [[0.64], 64],
    [[0.32], 64],
    [[1.28], 128],
    [[600], 1024],
    [[], 64],
    [[NaN, Infinity, -1, 0, 2], 208],
    [[...Array<number>(80).fill(1), ...Array<number>(20).fill(9)], 112],
    [[...Array<number>(79).fill(1), ...Array<number>(21).fill(9)], 912],
  ])('of %j seconds is %d', (durations, frames) => {
    expect(suggestFrames(durations)).toBe(frames);
  });

  it('is a multiple of the patch at any frame rate', () => {
    expect(suggestFrames([2], 50, 32)).toBe(128);
  });
});

describe('majorityBaseline', () => {
  it('answers with the most frequent class of training, the lower of equals', () => {
    expect(majorityBaseline([[0], [1], [1], [2]], [[1], [2], [2], [1], [0]], 3)).toEqual({ label: 1, accuracy: 0.4 });
    expect(majorityBaseline([[2], [0]], [[0]], 3)).toEqual({ label: 0, accuracy: 1 });
    expect(majorityBaseline([[0]], [], 1)).toEqual({ label: 0, accuracy: NaN });
  });
});
