/** A run that did not end: what the browser kept of it, found when the page opens. */
import type { Problem } from '../core/problem';
import type { UnendedRun } from '../worker/protocol';

export interface UnendedState {
  readonly run: UnendedRun | null;
  /** What is wrong with what was kept. */
  readonly problem: Problem | null;
  /** The files and folders of its sounds, where the page may ask to open them again. */
  readonly folders: readonly string[];
}

export const NO_UNENDED: UnendedState = { run: null, problem: null, folders: [] };

export type UnendedEvent =
  | {
      readonly type: 'unended.found';
      readonly run: UnendedRun | null;
      readonly problem: Problem | null;
      readonly folders: readonly string[];
    }
  /** It was forgotten, or another run has taken its place. */
  | { readonly type: 'unended.gone' };

export function reduceUnended(state: UnendedState, event: UnendedEvent): UnendedState {
  switch (event.type) {
    case 'unended.found':
      return { run: event.run, problem: event.problem, folders: event.folders };
    case 'unended.gone':
      return state === NO_UNENDED ? state : NO_UNENDED;
  }
}
