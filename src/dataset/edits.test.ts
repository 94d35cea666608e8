import { describe, expect, it } from 'vitest';
import { fakeSource, problemFrom } from '../../tests/files/fakes';
import { correctionsCsv, keptEdits, labelsCsv, readCorrections, readKept } from './corrections';
import { editsOf, NO_HISTORY, redo, undo, withEdit } from './editHistory';
import { applyEdits, NOTHING_OPENED, type DataEdit } from './edits';
import { noticeOf } from './editState';
import type { Clip, Dataset } from './types';

const clip = (id: string, labels: readonly number[] = [], rest: Partial<Clip> = {}): Clip => ({
  id,
  source: fakeSource(id),
  labels,
  part: null,
  fold: null,
  segment: null,
  group: null,
  ...rest,
});

const PETS: Dataset = {
  name: 'pets',
  layout: 'folders',
  recognised: '',
  classes: ['cat', 'dog', 'owl'],
  multiLabel: false,
  clips: [clip('a', [0]), clip('b', [0]), clip('c', [1]), clip('d', [1]), clip('e', [2])],
  folds: [],
  problems: [],
};

/** Ids by class, of what is not excluded. */
function byClass(dataset: Dataset | null): Record<string, string[]> {
  const classes = dataset?.classes ?? [];
  return Object.fromEntries(
    classes.map((name, label) => [
      name,
      dataset?.clips.filter((c) => c.labels.includes(label)).map(({ id }) => id) ?? [],
    ]),
  );
}
const after = (...edits: DataEdit[]) => applyEdits(PETS, edits);

describe('edits of a data set', () => {
  it('without any give the data set itself', () => {
    expect(after().dataset).toBe(PETS);
  });

  it('relabel clips; a class that is new comes last, one that is empty is gone', () => {
    const { dataset } = after({ kind: 'relabel', ids: ['e', 'a'], classNames: ['ape'] });
    expect(byClass(dataset)).toEqual({ cat: ['b'], dog: ['c', 'd'], ape: ['a', 'e'] });
    expect(noticeOf(PETS, dataset)).toBe('“owl” has no clips left and is no class any more. “ape” is a new class.');
  });

  it('exclude and include, keeping what excluded clips are', () => {
    const { dataset, clips } = after(
      { kind: 'exclude', ids: ['a', 'c'] },
      { kind: 'relabel', ids: ['a'], classNames: ['dog'] },
      { kind: 'include', ids: ['a'] },
    );
    expect(byClass(dataset)).toEqual({ cat: ['b'], dog: ['a', 'd'], owl: ['e'] });
    expect(clips.find((held) => held.clip.id === 'c')).toMatchObject({ excluded: true, classNames: ['dog'] });
  });

  it('merge and rename classes in place, excluded clips too', () => {
    const { dataset } = after(
      { kind: 'exclude', ids: ['b'] },
      { kind: 'merge', names: ['cat', 'dog'], into: 'pet' },
      { kind: 'include', ids: ['b'] },
    );
    expect(dataset?.classes).toEqual(['pet', 'owl']);
    expect(byClass(dataset).pet).toEqual(['a', 'b', 'c', 'd']);
    expect(after({ kind: 'merge', names: ['dog'], into: 'hound' }).dataset?.classes).toEqual(['cat', 'hound', 'owl']);
  });

  it('of clips with several labels merge to one of each name', () => {
    const several: Dataset = { ...PETS, multiLabel: true, clips: [clip('a', [0, 1]), clip('b', [2]), clip('c', [])] };
    const { dataset } = applyEdits(several, [{ kind: 'merge', names: ['cat'], into: 'dog' }]);
    expect(dataset?.classes).toEqual(['dog', 'owl']);
    expect(dataset?.clips.map(({ labels }) => labels)).toEqual([[0], [1], []]);
  });

  it('add clips behind the others, to nothing too: a data set once there are two classes', () => {
    const added = [clip('new')];
    expect(byClass(after({ kind: 'add', clips: added, classNames: ['dog'] }).dataset).dog).toEqual(['c', 'd', 'new']);
    const first: DataEdit = { kind: 'add', clips: [clip('x')], classNames: ['hum'] };
    expect(applyEdits(NOTHING_OPENED, [first]).dataset).toBeNull();
    const { dataset } = applyEdits(NOTHING_OPENED, [first, { kind: 'add', clips: [clip('y')], classNames: ['clap'] }]);
    expect(byClass(dataset)).toEqual({ hum: ['x'], clap: ['y'] });
  });

  it('that leave one class are refused', async () => {
    const merged = Promise.resolve().then(() => after({ kind: 'merge', names: ['cat', 'owl'], into: 'dog' }));
    const problem = await problemFrom(merged);
    expect(problem.code).toBe('dataset.one-class');
  });

  it('never change the data set that they are made to', () => {
    const before = JSON.stringify(PETS);
    after({ kind: 'relabel', ids: ['a'], classNames: ['dog'] }, { kind: 'merge', names: ['cat'], into: 'x' });
    expect(JSON.stringify(PETS)).toBe(before);
  });
});

describe('their history', () => {
  it('is said in words, undone and redone; a new edit forgets what was undone', () => {
    const one = withEdit(NO_HISTORY, { kind: 'relabel', ids: ['a', 'b'], classNames: ['dog'] });
    const two = withEdit(one, { kind: 'merge', names: ['cat', 'dog'], into: 'pet' });
    expect(two.done.map(({ title }) => title)).toEqual(['Relabelled 2 clips as dog', 'Merged cat and dog into pet']);
    expect(editsOf(undo(two))).toEqual(editsOf(one));
    expect(redo(undo(two))).toEqual(two);
    expect(undo(NO_HISTORY)).toBe(NO_HISTORY);
    expect(redo(withEdit(undo(two), { kind: 'exclude', ids: ['a'] })).done).toHaveLength(2);
  });
});

describe('corrections as csv', () => {
  const EDITS: DataEdit[] = [
    { kind: 'relabel', ids: ['a'], classNames: ['dog'] },
    { kind: 'exclude', ids: ['d'] },
    { kind: 'add', clips: [clip('=new')], classNames: ['owl'] },
  ];
  const { clips } = after(...EDITS);

  it('have a line for each changed clip, and read back as the same changes', () => {
    const text = correctionsCsv(clips);
    expect(text).toBe("clip,original,label,excluded\r\na,cat,dog,no\r\nd,dog,dog,yes\r\n'=new,,owl,no\r\n");
    const edits = readCorrections(text, 'x.csv', after().clips);
    expect(edits).toEqual([
      { kind: 'relabel', ids: ['a'], classNames: ['dog'] },
      { kind: 'exclude', ids: ['d'] },
    ]);
    expect(readCorrections(text, 'x.csv', clips)).toEqual([]);
  });

  it('and the labels of all that is used make a table that can be dropped', () => {
    const parts = new Map([['a', 'validation' as const]]);
    expect(labelsCsv(clips, parts).split('\r\n').slice(0, 3)).toEqual([
      'path,label,split',
      'a,dog,validation',
      'b,cat,',
    ]);
  });

  it('are kept between visits but for added sounds, and read back checked', () => {
    let history = EDITS.reduce(withEdit, NO_HISTORY);
    history = withEdit(history, { kind: 'exclude', ids: ['=new', 'b'] });
    const earlier = readKept(structuredClone(keptEdits(history.done, '2026-01-02T00:00:00Z')));
    expect(earlier?.steps.map(({ title }) => title)).toEqual([
      'Relabelled 1 clip as dog',
      'Excluded 1 clip',
      'Excluded 1 clip',
    ]);
    expect(earlier?.steps.at(-1)?.edit).toEqual({ kind: 'exclude', ids: ['b'] });
    for (const broken of [undefined, null, 3, {}, { formatVersion: 2, savedAt: '', edits: [] }])
      expect(readKept(broken)).toBeNull();
  });
});
