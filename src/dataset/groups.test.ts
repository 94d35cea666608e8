import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diskSources, fakeSource, sharedDataset } from '../../tests/files/fakes';
import { groupsOf } from './groups';
import { type Labelled } from './layout';
import { recogniseDataset } from './recognise';
import { DEFAULT_SPLIT } from './defaultSplit';
import { splitDataset } from './split';
import { straddling } from './straddle';
import type { Clip, Dataset, Part } from './types';

interface Row {
  readonly label: number | null;
  readonly group: string | null;
  readonly part?: Part | null;
  readonly name?: string;
}

function datasetOf(rows: readonly Row[], classCount = 3): Dataset {
  const clips = rows.map(({ label, group, part = null, name }, i): Clip => {
    const id = `set/${name ?? `${i}.wav`}`;
    return {
      id,
      source: fakeSource(id),
      labels: label === null ? [] : [label],
      part,
      fold: null,
      segment: null,
      group,
    };
  });
  const classes = Array.from({ length: classCount }, (_, c) => `class${c}`);
  return { name: 'set', layout: 'table', multiLabel: false, recognised: '', classes, clips, folds: [], problems: [] };
}

const anyRow = fc.record({
  label: fc.constantFrom(0, 1, 2, null),
  group: fc.constantFrom('p', 'q', 'r', 's', 't', null),
});

describe('a split of a data set with groups', () => {
  it('parts no group, uses every clip once, and is the same for the same seed', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 4, maxLength: 60 }), fc.integer(), (rows, seed) => {
        const dataset = datasetOf(rows);
        const split = splitDataset(dataset, { ...DEFAULT_SPLIT, seed });
        expect([...split.train, ...split.validation].sort()).toEqual(dataset.clips.map(({ id }) => id).sort());
        const groupsIn = (part: Part) =>
          new Set(dataset.clips.filter(({ id }) => split[part].includes(id)).map(({ group }) => group));
        for (const group of groupsIn('validation'))
          if (group !== null) expect(groupsIn('train').has(group)).toBe(false);
        const reversed = { ...dataset, clips: [...dataset.clips].reverse() };
        expect(splitDataset(reversed, { ...DEFAULT_SPLIT, seed })).toEqual(split);
        expect(straddling(dataset, split)).toBeNull();
      }),
    );
  });

  it('comes near the share, class by class, where groups are many and small', () => {
    for (let seed = 0; seed < 20; seed++) {
      const rows = Array.from({ length: 600 }, (_, i) => ({ label: i % 3, group: `g${Math.floor(i / 5)}` }));
      const dataset = datasetOf(rows);
      const held = new Set(splitDataset(dataset, { ...DEFAULT_SPLIT, seed }).validation);
      for (const label of [0, 1, 2]) {
        const own = dataset.clips.filter(({ id, labels }) => labels[0] === label && held.has(id)).length;
        expect(Math.abs(own - 40)).toBeLessThanOrEqual(4);
      }
    }
  });

  it('holds out something where every group is larger than the share, and never a whole class', () => {
    const two = datasetOf(
      [...'ppppqqqq'].map((group, i) => ({ label: i % 2, group })),
      2,
    );
    expect(splitDataset(two, DEFAULT_SPLIT).validation).toHaveLength(4);
    const alone = datasetOf(
      [...'ppqqrr'].map((group, i) => ({ label: Math.floor(i / 2) % 2, group })),
      2,
    );
    const { train } = splitDataset(alone, DEFAULT_SPLIT);
    const labels = new Set(alone.clips.filter(({ id }) => train.includes(id)).flatMap((clip) => clip.labels));
    expect(labels).toEqual(new Set([0, 1]));
  });

  it('other seeds hold out other groups', () => {
    const dataset = datasetOf(
      Array.from({ length: 40 }, (_, i) => ({ label: i % 2, group: `g${i >> 1}` })),
      2,
    );
    const held = new Set(
      Array.from({ length: 5 }, (_, seed) => splitDataset(dataset, { ...DEFAULT_SPLIT, seed }).validation.join()),
    );
    expect(held.size).toBeGreaterThan(1);
  });
});

describe('groupsOf', () => {
  const item = (path: string, group: string | null, isPart: boolean): Labelled => ({
    source: fakeSource(path),
    classNames: ['x'],
    part: null,
    fold: null,
    segment: isPart ? { start: 0, end: 1 } : null,
    group,
    id: null,
  });

  it('joins the groups of one recording, and leaves whole files without a group alone', () => {
    const groups = groupsOf([
      item('a.wav', 'ann', true),
      item('a.wav', 'bob', true),
      item('b.wav', 'bob', true),
      item('c.wav', null, true),
      item('c.wav', null, true),
      item('d.wav', null, false),
      item('e.wav', 'eve', false),
    ]);
    expect(new Set(groups.slice(0, 3)).size).toBe(1);
    expect(groups.slice(3)).toEqual(['c.wav', 'c.wav', null, 'eve']);
  });
});

describe('sources astride a split', () => {
  it('are told where the data set prescribes the parts', () => {
    const rows = [
      { label: 0, group: 'ann', part: 'train' },
      { label: 1, group: 'ann', part: 'test' },
      { label: 1, group: 'bob', part: 'validation' },
      { label: 0, group: 'bob', part: 'validation' },
    ] as const;
    const dataset = datasetOf(rows, 2);
    expect(straddling(dataset, splitDataset(dataset, DEFAULT_SPLIT))).toMatchObject({
      code: 'dataset.straddle',
      severity: 'warning',
      cause: '1 of 2 groups have sounds in more than one part: ann (train, test).',
    });
  });

  it('are told by names: speakers of Speech Commands, recordings of ESC-50', () => {
    const names = ['a_nohash_0.wav', 'a_nohash_1.wav', 'b_nohash_0.wav', 'b_nohash_1.wav', 'odd.wav'];
    const rows = names.map((name, i) => ({ label: 0, group: null, name, part: i === 1 ? 'test' : 'train' }) as const);
    const dataset = datasetOf([...rows, { label: 1, group: null, name: 'c_nohash_0.wav', part: 'validation' }], 2);
    expect(straddling(dataset, splitDataset(dataset, DEFAULT_SPLIT))?.cause).toBe(
      '1 of 3 speakers have sounds in more than one part: a (train, test).',
    );
    const plain = datasetOf(
      ['1.wav', '2.wav', '3.wav', '4.wav'].map((name, i) => ({ label: i % 2, group: null, name })),
      2,
    );
    expect(straddling(plain, splitDataset(plain, DEFAULT_SPLIT))).toBeNull();
  });

  const esc = sharedDataset('esc10-esc50-layout');
  it.skipIf(esc === null)('ESC-10 keeps its recordings in one fold (needs the reference data sets)', async () => {
    const dataset = await recogniseDataset(diskSources(esc ?? ''));
    for (const fold of dataset.folds)
      expect(straddling(dataset, splitDataset(dataset, { ...DEFAULT_SPLIT, fold }))).toBeNull();
  });

  const digits = sharedDataset('digits-speech-commands-layout');
  it.skipIf(digits === null)(
    'the digits are of six speakers, in all parts (needs the reference data sets)',
    async () => {
      const dataset = await recogniseDataset(diskSources(digits ?? ''));
      expect(straddling(dataset, splitDataset(dataset, DEFAULT_SPLIT))?.cause).toMatch(/^6 of 6 speakers .*george/);
    },
  );
});
