import type { Problem } from '../core/problem';
import type { RunEntry } from './record';

/** A kept run as the page lists it. */
export interface KeptRun extends RunEntry {
  /** Which of the colours and dashes of runs is its own (`runTone`): stays as long as the run is kept. */
  readonly tone: number;
  readonly hasAdapter: boolean;
}

/** The runs that are kept. */
export interface LibraryState {
  /** By their time of beginning, oldest first. */
  readonly runs: readonly KeptRun[];
  /** The run that others are compared with; may be one that is gone. */
  readonly baseline: string | null;
  /** Whether what earlier visits left has been read. */
  readonly isRestored: boolean;
  /** How many runs the last deletion took, which can be undone; 0 for none. */
  readonly undoable: number;
  /** Why runs are not kept or could not be read. */
  readonly problem: Problem | null;
}

export const NO_LIBRARY: LibraryState = { runs: [], baseline: null, isRestored: false, undoable: 0, problem: null };

/** What can happen to the kept runs. */
export type LibraryEvent =
  /** Everything that is kept, read again; `problem` says what of it could not be read. */
  | {
      readonly type: 'library.restored';
      readonly runs: readonly KeptRun[];
      readonly baseline: string | null;
      readonly problem: Problem | null;
    }
  | { readonly type: 'library.added'; readonly runs: readonly KeptRun[] }
  | { readonly type: 'library.edited'; readonly id: string; readonly patch: RunEdit }
  | { readonly type: 'library.deleted'; readonly ids: readonly string[] }
  | { readonly type: 'library.undone' }
  | { readonly type: 'library.baseline'; readonly id: string | null }
  | { readonly type: 'library.problem'; readonly problem: Problem | null };

/** What a person may change of a kept run. */
export type RunEdit = Partial<Pick<RunEntry, 'name' | 'notes'>>;

/** The smallest tone that none of the runs has. */
export function freeTone(runs: readonly Pick<KeptRun, 'tone'>[]): number {
  const used = new Set(runs.map(({ tone }) => tone));
  let tone = 0;
  while (used.has(tone)) tone++;
  return tone;
}

function inOrder(runs: readonly KeptRun[]): readonly KeptRun[] {
  return runs.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0));
}

/** The library after an event. Pure. */
export function reduceLibrary(library: LibraryState, event: LibraryEvent): LibraryState {
  switch (event.type) {
    case 'library.restored': {
      const { runs, baseline, problem } = event;
      return { ...library, runs: inOrder(runs), baseline, problem, isRestored: true };
    }
    case 'library.added': {
      const added = new Map(event.runs.map((run) => [run.id, run]));
      return { ...library, runs: inOrder([...library.runs.filter(({ id }) => !added.has(id)), ...event.runs]) };
    }
    case 'library.edited':
      return {
        ...library,
        runs: library.runs.map((run) => (run.id === event.id ? { ...run, ...event.patch } : run)),
      };
    case 'library.deleted':
      return {
        ...library,
        runs: library.runs.filter(({ id }) => !event.ids.includes(id)),
        undoable: event.ids.length,
      };
    case 'library.undone':
      return { ...library, undoable: 0 };
    case 'library.baseline':
      return { ...library, baseline: event.id };
    case 'library.problem':
      return { ...library, problem: event.problem };
  }
}
