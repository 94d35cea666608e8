import { expect, it } from 'vitest';
import type { Dataset } from '../../dataset/types';
import { clipOptions, searchClips } from './clipSearch';

const clips = ['dog/a.wav', 'dog/b.wav', 'cat/a.wav'].map((id, i) => ({
  id,
  source: { kind: 'url' as const, path: id, size: 1, url: id },
  labels: [i < 2 ? 0 : 1],
  part: null,
  fold: null,
  segment: null,
  group: null,
}));
const DATASET: Dataset = {
  name: '',
  layout: 'folders',
  multiLabel: false,
  recognised: '',
  classes: ['Dog', 'Cat'],
  clips,
  folds: [],
  problems: [],
};

it('offers validation clips first and finds by name and class', () => {
  const split = { train: ['dog/a.wav'], validation: ['cat/a.wav', 'dog/b.wav'], test: [] };
  const options = clipOptions(DATASET, split);
  expect(options.map((option) => option.id)).toEqual(['cat/a.wav', 'dog/b.wav', 'dog/a.wav']);
  expect(searchClips(options, DATASET.classes, 'DOG b', 9).found.map((option) => option.id)).toEqual(['dog/b.wav']);
  expect(searchClips(options, DATASET.classes, '', 2)).toMatchObject({ total: 3, found: { length: 2 } });
});
