import { describe, expect, it } from 'vitest';
import { strideChoices, strideValue } from './strides';

describe('strideChoices', () => {
  it('offers none and AST’s overlap for patches of 16 × 16', () => {
    expect(strideChoices([16, 16], [16, 16])).toEqual([
      { stride: [16, 16], title: 'None (stride 16)' },
      { stride: [10, 10], title: 'Stride 10, as AST' },
    ]);
    expect(strideChoices([16, 16], [16, 16]).map(({ stride }) => strideValue(stride))).toEqual(['16', '10']);
  });

  it('overlaps in time alone where a patch reaches over all mel bins', () => {
    expect(strideChoices([128, 2], [128, 2]).map(({ stride }) => stride)).toEqual([
      [128, 2],
      [128, 1],
    ]);
    expect(strideChoices([128, 1], [128, 1])).toHaveLength(1);
  });

  it('keeps another stride that is set', () => {
    expect(strideChoices([16, 16], [12, 12]).at(-1)).toEqual({ stride: [12, 12], title: 'Stride 12' });
  });
});
