import type { Problem } from '../core/problem';
import { NO_HISTORY, type EditHistory, type EditStep } from './editHistory';
import type { EditedClip } from './edits';
import type { Dataset, Split, SplitOptions } from './types';

/** Corrections of an earlier visit to the same files. */
export interface EarlierEdits {
  readonly steps: readonly EditStep[];
  /** When the last of them was made: ISO 8601. */
  readonly savedAt: string;
}

/** What a person changed of the data set that was opened. `AppState.data.dataset` is what comes of it. */
export interface EditsState {
  /** As it was recognised, without the clips that cannot be used; null where nothing was opened or added. */
  readonly base: Dataset | null;
  readonly history: EditHistory;
  /** Every clip as it stands, excluded ones among them. */
  readonly clips: readonly EditedClip[];
  /** What the last change did besides, such as leaving a class without clips. */
  readonly notice: string | null;
  /** Why the last change was refused, or is not kept. */
  readonly problem: Problem | null;
  /** What an earlier visit corrected of these files, until it is applied or waved off. */
  readonly earlier: EarlierEdits | null;
}

export const NO_EDITS: EditsState = {
  base: null,
  history: NO_HISTORY,
  clips: [],
  notice: null,
  problem: null,
  earlier: null,
};

/** What can happen to the edits. */
export type EditsEvent =
  /** A data set was opened, or prepared again with fewer clips. */
  | {
      readonly type: 'edits.based';
      readonly base: Dataset;
      readonly history: EditHistory;
      readonly clips: readonly EditedClip[];
    }
  /** The edits changed, and with them the data set and its split. */
  | {
      readonly type: 'edits.changed';
      readonly base: Dataset;
      readonly history: EditHistory;
      readonly clips: readonly EditedClip[];
      readonly notice: string | null;
      readonly dataset: Dataset | null;
      readonly options: SplitOptions;
      readonly split: Split | null;
    }
  | { readonly type: 'edits.refused'; readonly problem: Problem | null }
  | { readonly type: 'edits.earlier'; readonly earlier: EarlierEdits | null };

/** The edits after an event. Pure. */
export function reduceEdits(edits: EditsState, event: EditsEvent): EditsState {
  switch (event.type) {
    case 'edits.based': {
      const { base, history, clips } = event;
      return { ...edits, base, history, clips };
    }
    case 'edits.changed': {
      const { base, history, clips, notice } = event;
      return { ...edits, base, history, clips, notice, problem: null };
    }
    case 'edits.refused':
      return { ...edits, problem: event.problem };
    case 'edits.earlier':
      return { ...edits, earlier: event.earlier };
  }
}

/** What is to be said of classes that a change left without clips or brought in; null where there are none. */
export function noticeOf(before: Dataset | null, after: Dataset | null): string | null {
  if (!before || !after) return null;
  const gone = before.classes.filter((name) => !after.classes.includes(name));
  const fresh = after.classes.filter((name) => !before.classes.includes(name));
  const quoted = (names: readonly string[]) => names.map((name) => `“${name}”`).join(', ');
  const parts = [
    ...(gone.length > 0
      ? [
          `${quoted(gone)} ${gone.length === 1 ? 'has no clips left and is no class' : 'have no clips left and are no classes'} any more.`,
        ]
      : []),
    ...(fresh.length > 0 ? [`${quoted(fresh)} ${fresh.length === 1 ? 'is a new class' : 'are new classes'}.`] : []),
  ];
  return parts.length > 0 ? parts.join(' ') : null;
}
