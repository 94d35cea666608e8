import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diskSources, fakeSource, problemFrom, sharedDataset } from '../../tests/files/fakes';
import { Random } from '../core/random';
import { inStretches, STRETCH } from '../core/stretches';
import { splitEdited, splittingEdited } from './editedSplit';
import { applyEdits, applyingEdits } from './edits';
import { recogniseDataset } from './recognise';
import { DEFAULT_SPLIT } from './defaultSplit';
import { splitDataset, splitting } from './split';
import { labelsOf, summarise } from './summary';
import { inProportion, shareOut } from './thin';
import type { Clip, Dataset, Part, SplitOptions } from './types';

interface Row {
  readonly label: number;
  readonly part?: Part | null;
  readonly fold?: number | null;
}

function datasetOf(rows: readonly Row[], classCount = 3): Dataset {
  const clips = rows.map(({ label, part = null, fold = null }, i): Clip => {
    const id = `set/${label}/${i}.wav`;
    return { id, source: fakeSource(id), labels: [label], part, fold, segment: null, group: null };
  });
  const folds = [...new Set(clips.map(({ fold }) => fold))].filter((fold) => fold !== null).sort();
  const classes = Array.from({ length: classCount }, (_, c) => `class${c}`);
  return { name: 'set', layout: 'folders', multiLabel: false, recognised: '', classes, clips, folds, problems: [] };
}

const rows = (...counts: number[]): Row[] => counts.flatMap((n, label) => Array.from({ length: n }, () => ({ label })));
const all = (split: Record<Part, readonly string[]>) => [...split.train, ...split.validation, ...split.test];
const countsOf = (dataset: Dataset, options: SplitOptions) =>
  summarise(dataset, splitDataset(dataset, options)).classes.map(({ counts }) => Object.values(counts));

describe('a data set without parts', () => {
  it('is divided by class, each within one clip of the share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 6 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.integer(),
        (counts, validationShare, seed) => {
          const dataset = datasetOf(rows(...counts), counts.length);
          fc.pre(counts.some((n) => n > 0));
          const split = splitDataset(dataset, { ...DEFAULT_SPLIT, validationShare, seed });
          expect(all(split).sort()).toEqual(dataset.clips.map(({ id }) => id).sort());
          expect(split.test).toEqual([]);
          summarise(dataset, split).classes.forEach(({ counts: { train, validation } }, c) => {
            const n = counts[c] ?? 0;
            expect(train).toBeGreaterThanOrEqual(1);
            if (n >= 2) expect(validation).toBeGreaterThanOrEqual(1);
            expect(Math.abs(validation - n * validationShare)).toBeLessThanOrEqual(1);
          });
        },
      ),
    );
  });

  it('is divided the same way for the same seed, whatever the order of the walk, and otherwise for another', () => {
    const dataset = datasetOf(rows(30, 30, 30));
    const shuffled = { ...dataset, clips: dataset.clips.toReversed() };
    const split = splitDataset(dataset, DEFAULT_SPLIT);
    expect(splitDataset(shuffled, DEFAULT_SPLIT)).toEqual(split);
    const other = splitDataset(dataset, { ...DEFAULT_SPLIT, seed: 2 });
    expect(new Set(other.validation)).not.toEqual(new Set(split.validation));
    expect(split.train).not.toEqual([...split.train].sort());
  });

  it('does not move the clips of one class when another is added', () => {
    const few = datasetOf(rows(10, 10), 2);
    const more = datasetOf([...rows(10, 10), ...rows(0, 0, 10)], 3);
    const held = (dataset: Dataset) =>
      splitDataset(dataset, DEFAULT_SPLIT).validation.filter((id) => !id.includes('/2/'));
    expect(held(more).sort()).toEqual(held(few).sort());
  });
});

describe('a data set with parts', () => {
  it('keeps them; what has none is for training', () => {
    const dataset = datasetOf([...rows(3, 3, 3), { label: 0, part: 'validation' }, { label: 1, part: 'test' }]);
    const split = splitDataset(dataset, DEFAULT_SPLIT);
    expect(split.validation).toEqual(['set/0/9.wav']);
    expect(split.test).toEqual(['set/1/10.wav']);
    expect(split.train).toHaveLength(9);
  });

  it('without validation has it held out of training, the test untouched', () => {
    const tests = rows(4, 4, 4).map((row): Row => ({ ...row, part: 'test' }));
    const trains = rows(10, 10, 10).map((row): Row => ({ ...row, part: 'train' }));
    expect(countsOf(datasetOf([...tests, ...trains]), DEFAULT_SPLIT)).toEqual(Array(3).fill([8, 2, 4]));
  });

  it('keeps the held-out fold for the test, and the next one for validation, where asked', () => {
    const dataset = datasetOf(rows(10, 10, 10).map((row, i): Row => ({ ...row, fold: (i % 5) + 1 })));
    const idsOf = (fold: number) => dataset.clips.filter((clip) => clip.fold === fold).map(({ id }) => id);
    for (const [fold, next] of [
      [2, 3],
      [5, 1],
    ] as const) {
      const split = splitDataset(dataset, { ...DEFAULT_SPLIT, fold, heldOutFold: 'test' });
      expect([...split.test].sort()).toEqual(idsOf(fold).sort());
      expect([...split.validation].sort()).toEqual(idsOf(next).sort());
      expect(split.train).toHaveLength(18);
    }
  });

  it('trains on the first few of each class, and leaves the other parts whole', () => {
    const dataset = datasetOf(rows(10, 10, 3));
    const whole = splitDataset(dataset, DEFAULT_SPLIT);
    const few = splitDataset(dataset, { ...DEFAULT_SPLIT, trainPerClass: 4 });
    expect(countsOf(dataset, { ...DEFAULT_SPLIT, trainPerClass: 4 })).toEqual([
      [4, 2, 0],
      [4, 2, 0],
      [2, 1, 0],
    ]);
    expect([...few.validation].sort()).toEqual([...whole.validation].sort());
    expect(few.train.every((id) => whole.train.includes(id))).toBe(true);
  });

  it('with folds holds out the chosen one', () => {
    const dataset = datasetOf(rows(10, 10, 10).map((row, i): Row => ({ ...row, fold: (i % 5) + 1 })));
    const split = splitDataset(dataset, { ...DEFAULT_SPLIT, fold: 3, validationShare: NaN });
    const held = dataset.clips.filter(({ fold }) => fold === 3).map(({ id }) => id);
    expect([...split.validation].sort()).toEqual(held.sort());
    expect(split.train).toHaveLength(24);
  });

  it.each([
    [
      'two folds that leave none for training',
      datasetOf([
        { label: 0, fold: 1 },
        { label: 1, fold: 2 },
      ]),
      { heldOutFold: 'test' as const },
      'dataset.fold',
    ],
    ['no training clips', datasetOf(rows(4, 4)), { trainPerClass: 0 }, 'dataset.train-per-class'],
    ['a fold that is not there', datasetOf([{ label: 0, fold: 1 }]), { fold: 2 }, 'dataset.fold'],
    ['a share of nothing', datasetOf(rows(5, 5, 5)), { validationShare: 0 }, 'dataset.share'],
    ['a share of all', datasetOf(rows(5, 5, 5)), { validationShare: 1 }, 'dataset.share'],
    ['too few clips', datasetOf(rows(5, 5, 5)), { maxClips: 5 }, 'dataset.max-clips'],
    ['no number of clips', datasetOf(rows(5, 5, 5)), { maxClips: NaN }, 'dataset.max-clips'],
    ['nothing to train on', datasetOf([{ label: 0, part: 'validation' }]), {}, 'dataset.no-training'],
  ])('refuses %s', async (_, dataset, options, code) => {
    const split = () => Promise.resolve(splitDataset(dataset, { ...DEFAULT_SPLIT, ...options }));
    expect(await problemFrom(Promise.resolve().then(split))).toMatchObject({ code });
  });
});

describe('maxClips', () => {
  it('gives every class the same places, and its parts their proportion', () => {
    const parts = (n: number, part: Part, label: number): Row[] => Array.from({ length: n }, () => ({ label, part }));
    const dataset = datasetOf(
      [0, 1, 2].flatMap((c) => [...parts(80, 'train', c), ...parts(10, 'validation', c), ...parts(10, 'test', c)]),
    );
    expect(countsOf(dataset, { ...DEFAULT_SPLIT, maxClips: 60 })).toEqual(Array(3).fill([16, 2, 2]));
    expect(countsOf(dataset, { ...DEFAULT_SPLIT, maxClips: 6 })).toEqual(Array(3).fill([1, 1, 0]));
    expect(countsOf(dataset, { ...DEFAULT_SPLIT, maxClips: 1000 })).toEqual(Array(3).fill([80, 10, 10]));
  });

  it('gives what a small class cannot fill to the others', () => {
    expect(shareOut([2, 100, 100], 50)).toEqual([2, 24, 24]);
    expect(shareOut([10, 10, 10], 11)).toEqual([4, 4, 3]);
    expect(shareOut([1, 0, 2], 9)).toEqual([1, 0, 2]);
  });

  it('keeps training and validation where two places are left', () => {
    expect(inProportion([1, 10, 100], 2)).toEqual([1, 1, 0]);
    expect(inProportion([1, 0, 100], 2)).toEqual([1, 0, 1]);
    expect(inProportion([50, 0, 50], 1)).toEqual([1, 0, 0]);
  });

  it('never exceeds sizes or places, is equal by class within one, and selects among the full split', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 10, max: 100 }), fc.integer(), (sizes, maxClips, seed) => {
        const dataset = datasetOf(rows(...sizes), sizes.length);
        const full = splitDataset(dataset, { ...DEFAULT_SPLIT, seed });
        const thinned = splitDataset(dataset, { ...DEFAULT_SPLIT, seed, maxClips });
        for (const part of ['train', 'validation'] as const) {
          for (const id of thinned[part]) expect(full[part]).toContain(id);
        }
        const total = sizes.reduce((sum, size) => sum + size, 0);
        expect(all(thinned)).toHaveLength(Math.min(total, maxClips));
        const open = summarise(dataset, thinned)
          .classes.filter((each, c) => each.total < (sizes[c] ?? 0))
          .map((each) => each.total);
        if (open.length > 0) expect(Math.max(...open) - Math.min(...open)).toBeLessThanOrEqual(1);
        for (const { counts: kept, total: places } of summarise(dataset, thinned).classes) {
          if (places >= 2) expect(Math.min(kept.train, kept.validation)).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });
});

describe('real data sets', () => {
  const esc10 = sharedDataset('esc10-esc50-layout');
  it.skipIf(!esc10)(
    'ESC-10: 320 clips for training, the fold of 80 held out, eight of each class (needs the reference data sets)',
    async () => {
      const dataset = await recogniseDataset(diskSources(esc10 ?? ''));
      expect(countsOf(dataset, { ...DEFAULT_SPLIT, fold: 5 })).toEqual(Array(10).fill([32, 8, 0]));
      const { totals, majority } = summarise(dataset, splitDataset(dataset, DEFAULT_SPLIT));
      expect(totals).toEqual({ train: 320, validation: 80, test: 0 });
      expect(majority).toEqual({ className: 'dog', accuracy: 0.1 });
    },
  );

  const digits = sharedDataset('digits-speech-commands-layout');
  it.skipIf(!digits)('digits: the lists, thinned to a tenth of each (needs the reference data sets)', async () => {
    const dataset = await recogniseDataset(diskSources(digits ?? ''));
    expect(countsOf(dataset, { ...DEFAULT_SPLIT, maxClips: 300 })).toEqual(Array(10).fill([24, 3, 3]));
    const split = splitDataset(dataset, DEFAULT_SPLIT);
    expect(new Set(labelsOf(dataset, split).validation.flat()).size).toBe(10);
  });
});

describe('a large data set in stretches', () => {
  const COUNT = 20_011;
  const rows = Array.from({ length: COUNT }, (_, i): Row => ({ label: (i * i) % 3 }));
  const set = datasetOf(rows);
  const grouped = { ...set, clips: set.clips.map((clip, i) => ({ ...clip, group: `speaker ${i % 997}` })) };

  it.each([
    ['by class', set],
    ['by group', grouped],
  ])('is divided %s, and again after edits, as in one go, with rests between', async (_, base) => {
    const shuffled = { ...base, clips: Random.for(1, 'test').shuffled(base.clips) };
    let rests = 0;
    const breathe = () => void rests++;
    const inOneGo = splitDataset(base, DEFAULT_SPLIT);
    expect(await inStretches(splitting(shuffled, DEFAULT_SPLIT), breathe)).toEqual(inOneGo);
    expect(rests).toBeGreaterThan(COUNT / STRETCH);
    const gone = base.clips.filter((_clip, i) => i % 5 === 0).map(({ id }) => id);
    const edits = [{ kind: 'exclude', ids: gone }] as const;
    const edited = await inStretches(applyingEdits(base, edits), breathe);
    expect(edited).toEqual(applyEdits(base, edits));
    const dataset = edited.dataset ?? base;
    expect(dataset.clips).toHaveLength(COUNT - gone.length);
    const before = rests;
    const after = await inStretches(splittingEdited(base, dataset, DEFAULT_SPLIT), breathe);
    expect(rests - before).toBeGreaterThan(COUNT / STRETCH);
    expect(after).toEqual(splitEdited(base, dataset, DEFAULT_SPLIT));
    const kept = new Set(dataset.clips.map(({ id }) => id));
    expect(after.validation).toEqual(inOneGo.validation.filter((id) => kept.has(id)));
  });
});
