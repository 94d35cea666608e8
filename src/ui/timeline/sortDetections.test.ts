import { expect, it } from 'vitest';
import type { Detection } from '../../detection/types';
import { sortDetections, type DetectionColumn } from './sortDetections';

const found = (label: string, start: number, end: number, peak: number): Detection => ({
  classIndex: 0,
  label,
  start,
  end,
  peak,
  mean: 1 - peak,
});
const ALL = [found('owl', 0, 9, 0.6), found('Wren', 1, 2, 0.9), found('owl', 3, 4, 0.7)];

it.each([
  ['label', false, [0, 3, 1]],
  ['label', true, [1, 0, 3]],
  ['length', true, [0, 1, 3]],
  ['peak', true, [1, 3, 0]],
  ['mean', false, [1, 3, 0]],
  ['end', false, [1, 3, 0]],
] as const)('sorts by %s', (column: DetectionColumn, descending, starts) => {
  expect(sortDetections(ALL, { column, descending }).map(({ start }) => start)).toEqual(starts);
});
