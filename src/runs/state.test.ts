import { describe, expect, it } from 'vitest';
import { deepFreeze } from '../../tests/numeric/deepFreeze';
import { runRecord } from '../../tests/numeric/runRecords';
import { freeTone, NO_LIBRARY, reduceLibrary, type KeptRun, type LibraryEvent } from './state';
import { keptRun } from './stored';

const run = (id: string, minute: number, tone = 0): KeptRun =>
  keptRun({ record: runRecord({ id, createdAt: `2026-11-25T10:0${minute}:00.000Z` }), adapter: null }, tone);

const after = (...events: readonly LibraryEvent[]) =>
  events.reduce((state, event) => deepFreeze(reduceLibrary(state, event)), deepFreeze(NO_LIBRARY));

const ids = (state: ReturnType<typeof after>) => state.runs.map(({ id }) => id);

describe('the library', () => {
  it('holds runs in the order of their beginnings, each once', () => {
    const state = after(
      { type: 'library.restored', runs: [run('b', 2), run('a', 1)], baseline: 'a', problem: null },
      { type: 'library.added', runs: [run('c', 0), run('b', 2, 5)] },
    );
    expect(ids(state)).toEqual(['c', 'a', 'b']);
    expect(state.runs.at(-1)?.tone).toBe(5);
    expect([state.isRestored, state.baseline]).toEqual([true, 'a']);
  });

  it('edits one run, deletes some, and knows how many can come back', () => {
    const state = after(
      { type: 'library.added', runs: [run('a', 1), run('b', 2), run('c', 3)] },
      { type: 'library.edited', id: 'b', patch: { name: 'mine', notes: 'n' } },
      { type: 'library.deleted', ids: ['a', 'c'] },
    );
    expect(state.runs.map(({ name, notes }) => [name, notes])).toEqual([['mine', 'n']]);
    expect(state.undoable).toBe(2);
    expect(reduceLibrary(state, { type: 'library.undone' }).undoable).toBe(0);
  });

  it('gives a new run the first tone that is free', () => {
    expect(freeTone([])).toBe(0);
    expect(freeTone([{ tone: 0 }, { tone: 2 }, { tone: 1 }, { tone: 4 }])).toBe(3);
  });
});
