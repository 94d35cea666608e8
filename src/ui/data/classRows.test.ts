import { describe, expect, it } from 'vitest';
import type { Clip, Dataset } from '../../dataset/types';
import { classRows, median, sortClasses, type ClassColumn } from './classRows';

function clip(id: string, label: number): Clip {
  const source = { kind: 'url', path: id, size: 1, url: id } as const;
  return { id, source, labels: [label], part: null, fold: null, segment: null, group: null };
}

const DATASET: Dataset = {
  name: 'pets',
  layout: 'folders',
  multiLabel: false,
  recognised: 'One folder per class.',
  classes: ['cat', 'dog'],
  clips: [clip('a', 0), clip('b', 0), clip('c', 0), clip('d', 1)],
  folds: [],
  problems: [],
};

describe('classRows', () => {
  it('counts parts by class and sums what has been decoded', () => {
    const facts = new Map(
      [
        ['a', 1],
        ['b', 3],
        ['d', 10],
      ].map(([id, seconds]) => [String(id), { seconds: Number(seconds), sampleRate: 8000, channelCount: 1 }]),
    );
    const { rows, total } = classRows(DATASET, { train: ['a', 'c'], validation: ['b'], test: ['d'] }, facts);
    expect(rows).toEqual([
      { name: 'cat', parts: { train: 2, validation: 1, test: 0 }, totalSeconds: 4, medianSeconds: 2 },
      { name: 'dog', parts: { train: 0, validation: 0, test: 1 }, totalSeconds: 10, medianSeconds: 10 },
    ]);
    expect(total).toMatchObject({ parts: { train: 2, validation: 1, test: 1 }, totalSeconds: 14, medianSeconds: 3 });
  });

  it('has no median before anything is decoded', () => {
    expect(classRows(DATASET, null, new Map()).total.medianSeconds).toBeNull();
    expect(median([])).toBeNull();
    expect(median([3, 1, 2])).toBe(2);
  });

  it('is sorted by any column, equal rows in the order of the classes', () => {
    const row = (name: string, train: number, medianSeconds: number | null) => ({
      name,
      parts: { train, validation: 0, test: 0 },
      totalSeconds: 0,
      medianSeconds,
    });
    const rows = [row('b10', 2, 3), row('b9', 2, null), row('a', 5, 1)];
    const names = (column: ClassColumn, descending: boolean) =>
      sortClasses(rows, { column, descending }).map(({ name }) => name);
    expect(names('name', false)).toEqual(['a', 'b9', 'b10']);
    expect(names('train', true)).toEqual(['a', 'b10', 'b9']);
    expect(names('train', false)).toEqual(['b10', 'b9', 'a']);
    expect(names('median', true)).toEqual(['b10', 'a', 'b9']);
    expect(names('total', false)).toEqual(['b10', 'b9', 'a']);
  });
});
