import { describe, expect, it } from 'vitest';
import { DEFAULT_SPLIT } from './defaultSplit';
import { majorityBaseline } from './majority';
import { splitDataset } from './split';
import { suggestFrames } from './suggestFrames';
import { summarise, summariseAhead } from './summary';
import type { Clip, Dataset } from './types';

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

const COUNT = 30_000;

function many(): Dataset {
  const clips = Array.from({ length: COUNT }, (_, i): Clip => {
    const path = `class-${i % 3}/${i}.wav`;
    const source = { kind: 'url', path, size: 1, url: 'about:blank' } as const;
    return { id: path, source, labels: [i % 3], part: null, fold: null, segment: null, group: null };
  });
  const classes = ['class-0', 'class-1', 'class-2'];
  return {
    name: 'many',
    layout: 'folders',
    recognised: '',
    classes,
    multiLabel: false,
    clips,
    folds: [],
    problems: [],
  };
}

describe('summariseAhead', () => {
  it('counts with many looks at the time, and what it counted is there for who asks next', async () => {
    const dataset = many();
    const split = splitDataset(dataset, DEFAULT_SPLIT);
    let looks = 0;
    await summariseAhead(dataset, split, () => void looks++);
    expect(looks).toBeGreaterThan((2 * COUNT) / 5000);
    const known = summarise(dataset, split);
    expect(summarise(dataset, split)).toBe(known);
    const anew = summarise({ ...dataset }, split);
    expect(anew).not.toBe(known);
    expect(anew).toEqual(known);
    expect(known.classes.map(({ total }) => total)).toEqual([COUNT / 3, COUNT / 3, COUNT / 3]);
  });

  it('refuses a split of another data set', async () => {
    const dataset = many();
    const split = { ...splitDataset(dataset, DEFAULT_SPLIT), test: ['elsewhere.wav'] };
    await expect(summariseAhead(dataset, split, () => undefined)).rejects.toThrow(/elsewhere.wav is not of this/);
  });
});
