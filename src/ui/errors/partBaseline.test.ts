import { expect, it } from 'vitest';
import type { Clip, Dataset, Split } from '../../dataset/types';
import { partBaseline } from './partBaseline';

function clip(id: string, labels: readonly number[]): Clip {
  const source = { kind: 'url', path: id, size: 1, url: id } as const;
  return { id, source, labels, part: null, fold: null, segment: null, group: null };
}

const CLIPS = [clip('a', [1]), clip('b', [1]), clip('c', [0]), clip('d', [0, 1]), clip('e', [0]), clip('f', [1])];
const DATASET: Dataset = {
  name: 'pets',
  layout: 'folders',
  multiLabel: true,
  recognised: '',
  classes: ['cat', 'dog'],
  clips: CLIPS,
  folds: [],
  problems: [],
};
const SPLIT: Split = { train: ['a', 'b', 'c'], validation: ['d', 'e'], test: ['f'] };

const said = (part: 'validation' | 'test', ids: readonly string[]) => ({
  part,
  predictions: ids.map((id) => ({ id, labels: CLIPS.find((own) => own.id === id)?.labels ?? [], scores: [0, 1] })),
});

it('measures the commonest training class on the part', () => {
  expect(partBaseline(said('validation', ['d', 'e']), DATASET, SPLIT)).toEqual({ className: 'dog', accuracy: 0.5 });
  expect(partBaseline(said('test', ['f']), DATASET, SPLIT)).toEqual({ className: 'dog', accuracy: 1 });
});

it('says nothing where the split has changed since', () => {
  expect(partBaseline(said('validation', ['d', 'f']), DATASET, SPLIT)).toBeNull();
  expect(partBaseline(said('validation', ['d']), DATASET, SPLIT)).toBeNull();
  expect(partBaseline(said('validation', ['d', 'e']), DATASET, null)).toBeNull();
});
