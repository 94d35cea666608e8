import type { DataEdit } from './edits';

/** An edit with what a person calls it. */
export interface EditStep {
  readonly edit: DataEdit;
  /** "Relabelled 2 clips as dog" */
  readonly title: string;
}

/** What was done, oldest first, and what was undone, the last undone last. */
export interface EditHistory {
  readonly done: readonly EditStep[];
  readonly undone: readonly EditStep[];
}

export const NO_HISTORY: EditHistory = { done: [], undone: [] };

export function editsOf({ done }: EditHistory): readonly DataEdit[] {
  return done.map(({ edit }) => edit);
}

const clips = (count: number) => (count === 1 ? '1 clip' : `${count.toLocaleString('en')} clips`);
const listed = (names: readonly string[]) =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** An edit in words. */
export function titleOf(edit: DataEdit): string {
  switch (edit.kind) {
    case 'relabel':
      return edit.classNames.length === 0
        ? `Took all labels from ${clips(edit.ids.length)}`
        : `Relabelled ${clips(edit.ids.length)} as ${listed(edit.classNames)}`;
    case 'exclude':
      return `Excluded ${clips(edit.ids.length)}`;
    case 'include':
      return `Included ${clips(edit.ids.length)} again`;
    case 'merge':
      return edit.names.length === 1
        ? `Renamed ${listed(edit.names)} to ${edit.into}`
        : `Merged ${listed(edit.names)} into ${edit.into}`;
    case 'add':
      return `Added ${clips(edit.clips.length)} to ${listed(edit.classNames)}`;
  }
}

/** The history with one more edit; what was undone is gone for good. */
export function withEdit({ done }: EditHistory, edit: DataEdit): EditHistory {
  return { done: [...done, { edit, title: titleOf(edit) }], undone: [] };
}

/** The history without its last edit; the same where there is none. */
export function undo(history: EditHistory): EditHistory {
  const last = history.done.at(-1);
  return last ? { done: history.done.slice(0, -1), undone: [...history.undone, last] } : history;
}

/** The history with the edit that was undone last; the same where there is none. */
export function redo(history: EditHistory): EditHistory {
  const last = history.undone.at(-1);
  return last ? { done: [...history.done, last], undone: history.undone.slice(0, -1) } : history;
}

/** The history without added clips that turned out unusable. */
export function withoutClips({ done, undone }: EditHistory, ids: ReadonlySet<string>): EditHistory {
  const kept = (steps: readonly EditStep[]) =>
    steps.map((step): EditStep => {
      if (step.edit.kind !== 'add') return step;
      return { ...step, edit: { ...step.edit, clips: step.edit.clips.filter(({ id }) => !ids.has(id)) } };
    });
  return { done: kept(done), undone: kept(undone) };
}
