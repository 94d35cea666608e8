import { describe, expect, it } from 'vitest';
import { fakeSource } from '../../../tests/files/fakes';
import { atOnce } from '../../core/stretches';
import type { EditedClip } from '../../dataset/edits';
import {
  CLIP_FILTERS,
  filtersNow,
  findRows,
  mappedRow,
  partsOf,
  rowOf,
  verdictText,
  type ClipFilter,
} from './clipRows';

const edited = (id: string, classNames: string[], rest: Partial<EditedClip> = {}): EditedClip => ({
  clip: { id, source: fakeSource(id), labels: [], part: null, fold: null, segment: null, group: null },
  classNames,
  original: classNames,
  excluded: false,
  ...rest,
});
const PARTS = partsOf({ train: ['dog/1.wav', 'cat/1.wav'], validation: ['cat/2.wav'], test: [] });
const ROWS = [
  edited('dog/1.wav', ['dog']),
  edited('cat/1.wav', ['dog'], { original: ['cat'] }),
  edited('cat/2.wav', ['cat']),
  edited('cat/3.wav', ['cat'], { excluded: true }),
  edited('added/owl.wav', ['owl'], { original: null }),
].map((held) => rowOf(held, PARTS));

const found = (filter: ClipFilter, className: string | null = null, query = '') =>
  atOnce(findRows(ROWS, { filter, className, query })).map(({ id }) => id);

describe('the rows of a list of clips', () => {
  it('say what became of a clip', () => {
    expect(ROWS[0]).toMatchObject({ part: 'train', relabelledFrom: null, isAdded: false });
    expect(ROWS[1]).toMatchObject({ classNames: ['dog'], relabelledFrom: ['cat'] });
    expect(ROWS[4]).toMatchObject({ isAdded: true, part: null, relabelledFrom: null });
  });

  it('are narrowed by part, class and words', () => {
    expect(found('train')).toEqual(['dog/1.wav', 'cat/1.wav']);
    expect(found('changed')).toEqual(['cat/1.wav', 'cat/3.wav', 'added/owl.wav']);
    expect(found('excluded')).toEqual(['cat/3.wav']);
    expect(found('unused')).toEqual(['added/owl.wav']);
    expect(found('all', 'dog', 'CAT 1')).toEqual(['cat/1.wav']);
    for (const filter of Object.keys(CLIP_FILTERS)) expect(found(filter as ClipFilter, 'no class')).toEqual([]);
  });
});

describe('the suspicious ones', () => {
  const against = { own: 0.1, other: 'cat', otherShare: 0.8, suspicion: 0.7, nearness: 0.5 };
  const verdicts = new Map([
    ['dog/1.wav', { ...against, suspicion: 0.2 }],
    ['cat/1.wav', against],
    ['cat/2.wav', { ...against, own: 0.9, suspicion: -0.6 }],
  ]);
  const rows = [edited('dog/1.wav', ['dog']), edited('cat/1.wav', ['dog']), edited('cat/2.wav', ['cat'])].map((held) =>
    mappedRow(held, PARTS, verdicts.get(held.clip.id)),
  );

  it('are those that their neighbours contradict, the most first', () => {
    const shown = atOnce(findRows(rows, { filter: 'suspicious', className: null, query: '' }));
    expect(shown.map(({ id }) => id)).toEqual(['cat/1.wav', 'dog/1.wav']);
    expect(shown[0]?.note).toBe('Its neighbours say cat (80 %), not this (10 %).');
    expect(found('suspicious')).toEqual([]);
  });

  it('can be asked for once there is a map', () => {
    expect(filtersNow(false)).not.toContain('suspicious');
    expect(filtersNow(true)).toContain('suspicious');
  });
});

describe('a verdict in words', () => {
  it('names the label that the neighbours have, or says that they agree', () => {
    const verdict = { own: 0.1, other: 'dog', otherShare: 0.85, suspicion: 0.75, nearness: 0.5 };
    expect(verdictText(verdict)).toBe('Its neighbours say dog (85 %), not this (10 %).');
    const agreeing = { ...verdict, own: 0.6, otherShare: 0.3, suspicion: -0.3 };
    expect(verdictText(agreeing)).toBe('Its neighbours agree (60 %); next is dog (30 %).');
    expect(verdictText({ ...verdict, other: null, own: 1 })).toBe('Its neighbours agree (100 %).');
  });
});
