import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeSource } from '../../tests/files/fakes';
import { DEFAULT_SPLIT } from './defaultSplit';
import { splitEdited } from './editedSplit';
import { applyEdits, type DataEdit } from './edits';
import { splitDataset } from './split';
import type { Clip, Dataset, Part, Split } from './types';

const clipOf = (i: number, label: number, group: string | null): Clip => {
  const id = `set/${i}.wav`;
  return { id, source: fakeSource(id), labels: [label], part: null, fold: null, segment: null, group };
};

/** Three classes of `size` clips, in groups of three or not. */
function datasetOf(size: number, grouped: boolean): Dataset {
  const clips = Array.from({ length: 3 * size }, (_, i) => clipOf(i, i % 3, grouped ? `g${Math.floor(i / 3)}` : null));
  const classes = ['cat', 'dog', 'owl'];
  return { name: 'set', layout: 'folders', multiLabel: false, recognised: '', classes, clips, folds: [], problems: [] };
}

const partOf = (split: Split) =>
  new Map((['train', 'validation', 'test'] as const).flatMap((part) => split[part].map((id) => [id, part] as const)));
const editedOf = (base: Dataset, edits: readonly DataEdit[]): Dataset => applyEdits(base, edits).dataset as Dataset;

const someIds = fc.uniqueArray(fc.integer({ min: 0, max: 35 }), { maxLength: 9 });
const ids = (places: readonly number[]) => places.map((i) => `set/${i}.wav`);

describe('the split after edits', () => {
  it('is the plain one without any', () => {
    const base = datasetOf(12, false);
    expect(splitEdited(base, base, DEFAULT_SPLIT)).toEqual(splitDataset(base, DEFAULT_SPLIT));
  });

  it('keeps every clip in its part but few, holds all that is there once, and leaves each class something to train on', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.integer({ min: 0, max: 99 }), someIds, someIds, (grouped, seed, moved, excluded) => {
        const base = datasetOf(12, grouped);
        const options = { ...DEFAULT_SPLIT, seed };
        const edited = editedOf(base, [
          { kind: 'relabel', ids: ids(moved), classNames: ['owl'] },
          { kind: 'exclude', ids: ids(excluded) },
        ]);
        const split = splitEdited(base, edited, options);
        const [parts, before] = [partOf(split), partOf(splitDataset(base, options))];
        expect([...parts.keys()].sort()).toEqual(edited.clips.map(({ id }) => id).sort());
        const changed = [...parts].filter(([id, part]) => before.get(id) !== part);
        // At most a group for each class and side.
        expect(changed.length).toBeLessThanOrEqual(6 * (grouped ? 3 : 1));
        const groups = new Map<string, Part>();
        for (const { id, labels, group } of edited.clips) {
          const part = parts.get(id) as Part;
          if (group !== null) expect(groups.get(group) ?? part).toBe(part);
          groups.set(group ?? id, part);
          const own = edited.clips.filter((other) => other.labels[0] === labels[0]).map((other) => parts.get(other.id));
          if (!grouped) expect(own).toContain('train');
          if (!grouped && own.length > 1) expect(own).toContain('validation');
        }
        expect(splitEdited(base, { ...edited, clips: edited.clips.toReversed() }, options)).toEqual(split);
      }),
    );
  });

  it('moves nothing where a relabel leaves every class on both sides', () => {
    const base = datasetOf(12, false);
    const before = splitDataset(base, DEFAULT_SPLIT);
    const [first = ''] = before.train;
    const edited = editedOf(base, [{ kind: 'relabel', ids: [first], classNames: ['owl'] }]);
    expect(splitEdited(base, edited, DEFAULT_SPLIT)).toEqual(before);
  });

  it('holds the share of added clips out, and moves none of those that were there', () => {
    const base = datasetOf(10, false);
    const clips = Array.from({ length: 10 }, (_, i) => clipOf(100 + i, 0, null));
    const edited = editedOf(base, [{ kind: 'add', clips, classNames: ['hum'] }]);
    const split = splitEdited(base, edited, DEFAULT_SPLIT);
    const before = splitDataset(base, DEFAULT_SPLIT);
    expect(split.train.slice(0, before.train.length)).toEqual(before.train);
    expect([split.train.length, split.validation.length]).toEqual([24 + 8, 6 + 2]);
  });

  it('leaves prescribed parts and folds alone: added clips are for training', () => {
    const base = datasetOf(10, false);
    const clips = base.clips.map((clip, i) => ({ ...clip, fold: 1 + (i % 5) }));
    const folded: Dataset = { ...base, clips, folds: [1, 2, 3, 4, 5] };
    const edited = editedOf(folded, [{ kind: 'add', clips: [clipOf(100, 0, null)], classNames: ['cat'] }]);
    const split = splitEdited(folded, edited, DEFAULT_SPLIT);
    expect(split.validation).toEqual(splitDataset(folded, DEFAULT_SPLIT).validation);
    expect(split.train).toContain('set/100.wav');
  });

  it('keeps limits, and under them what it had', () => {
    const base = datasetOf(20, false);
    const options = { ...DEFAULT_SPLIT, maxClips: 18, trainPerClass: 4 };
    const before = splitDataset(base, options);
    const [first = ''] = before.train;
    const split = splitEdited(base, editedOf(base, [{ kind: 'exclude', ids: [first] }]), options);
    expect(split.train.length + split.validation.length).toBe(before.train.length + before.validation.length);
    const kept = new Set([...split.train, ...split.validation]);
    const lost = [...before.train, ...before.validation].filter((id) => !kept.has(id));
    expect(lost.length).toBeLessThanOrEqual(2);
    expect(lost).toContain(first);
  });
});
