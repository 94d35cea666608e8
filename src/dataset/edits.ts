import { fail } from '../core/problem';
import { atOnce, eachOf, mapping, type Stretches } from '../core/stretches';
import { keepClips } from './keepClips';
import type { Clip, Dataset } from './types';

/** One change to a data set. Clips are named by id and classes by name, so that it holds whatever the numbering is. */
export type DataEdit =
  /** The clips are of these classes and no others; of none only where the data set is multi-label. */
  | { readonly kind: 'relabel'; readonly ids: readonly string[]; readonly classNames: readonly string[] }
  | { readonly kind: 'exclude'; readonly ids: readonly string[] }
  | { readonly kind: 'include'; readonly ids: readonly string[] }
  /** All clips of the classes are of `into` from now on; of one class that is a new name for it. */
  | { readonly kind: 'merge'; readonly names: readonly string[]; readonly into: string }
  /** Recordings that were no part of the files that were opened; their `labels` are passed over. */
  | { readonly kind: 'add'; readonly clips: readonly Clip[]; readonly classNames: readonly string[] };

/** A clip as it stands after the edits. */
export interface EditedClip {
  readonly clip: Clip;
  readonly classNames: readonly string[];
  /** The classes that the data set itself gives it; null for one that was added. */
  readonly original: readonly string[] | null;
  readonly excluded: boolean;
}

export interface Edited {
  /** Null where clips were added to nothing, and are of fewer than two classes yet. */
  readonly dataset: Dataset | null;
  /** Every clip in the data set's order, excluded ones among them and added ones last. */
  readonly clips: readonly EditedClip[];
}

/** What clips are added to where no files were opened. */
export const NOTHING_OPENED: Dataset = {
  name: 'Recordings',
  layout: 'folders',
  recognised: 'Clips that were recorded or added here, by the labels that they were given.',
  classes: [],
  multiLabel: false,
  clips: [],
  folds: [],
  problems: [],
};

const sameNames = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((x, i) => x === b[i]);

/** Whether a clip's labels are others than the data set itself gives it. */
export function isRelabelled({ classNames, original }: EditedClip): boolean {
  return original !== null && original !== classNames && !sameNames([...classNames].sort(), [...original].sort());
}

/** The clips of a data set before any edit. In stretches. */
export function* unedited({ clips, classes }: Dataset): Stretches<readonly EditedClip[]> {
  return yield* mapping(clips, (clip) => {
    const classNames = clip.labels.map((label) => classes[label] ?? '');
    return { clip, classNames, original: classNames, excluded: false };
  });
}

/** The names without repeats, `from` replaced by `into`. */
function renamed(names: readonly string[], from: ReadonlySet<string>, into: string): readonly string[] {
  if (!names.some((name) => from.has(name))) return names;
  return [...new Set(names.map((name) => (from.has(name) ? into : name)))];
}

function changeEach(
  clips: Map<string, EditedClip>,
  ids: readonly string[],
  patch: Partial<Pick<EditedClip, 'classNames' | 'excluded'>>,
): Stretches<void> {
  return eachOf(ids, (id) => {
    const held = clips.get(id);
    if (held) clips.set(id, { ...held, ...patch });
  });
}

/** Applies one edit to the clips by id; ids that are not there are passed over. @returns the order of the classes */
function* applyOne(
  clips: Map<string, EditedClip>,
  classes: readonly string[],
  edit: DataEdit,
): Stretches<readonly string[]> {
  switch (edit.kind) {
    case 'relabel':
      yield* changeEach(clips, edit.ids, { classNames: edit.classNames });
      return [...new Set([...classes, ...edit.classNames])];
    case 'exclude':
    case 'include':
      yield* changeEach(clips, edit.ids, { excluded: edit.kind === 'exclude' });
      return classes;
    case 'merge': {
      const from = new Set(edit.names);
      yield* eachOf([...clips], ([id, held]) => {
        const classNames = renamed(held.classNames, from, edit.into);
        if (classNames !== held.classNames) clips.set(id, { ...held, classNames });
      });
      return renamed(classes, from, edit.into);
    }
    case 'add':
      for (const clip of edit.clips)
        clips.set(clip.id, { clip, classNames: edit.classNames, original: null, excluded: false });
      return [...new Set([...classes, ...edit.classNames])];
  }
}

/** The clips that are not excluded as a data set; classes keep their order, and those without a clip are gone. */
function* datasetOf(base: Dataset, clips: readonly EditedClip[], classes: readonly string[]): Stretches<Dataset> {
  const index = new Map(classes.map((name, label) => [name, label]));
  const kept: Clip[] = [];
  yield* eachOf(clips, ({ clip, classNames, excluded }) => {
    if (excluded) return;
    const labels = classNames.flatMap((name) => index.get(name) ?? []).sort((a, b) => a - b);
    kept.push({ ...clip, labels });
  });
  return yield* keepClips({ ...base, classes, clips: kept }, () => true);
}

/**
 * A recognised data set after edits, in their order. Nothing is decoded or read. Classes keep the order that they have; new
 * ones come last, a merged one stands where the first of its parts stood.
 *
 * Errors: `dataset.one-class` where fewer than two classes would be left.
 */
export function applyEdits(base: Dataset, edits: readonly DataEdit[]): Edited {
  return atOnce(applyingEdits(base, edits));
}

/** `applyEdits` in stretches. */
export function* applyingEdits(base: Dataset, edits: readonly DataEdit[]): Stretches<Edited> {
  const before = yield* unedited(base);
  if (edits.length === 0) return { dataset: base.clips.length > 0 ? base : null, clips: before };
  const byId = new Map<string, EditedClip>();
  yield* eachOf(before, (held) => byId.set(held.clip.id, held));
  let classes = base.classes;
  for (const edit of edits) classes = yield* applyOne(byId, classes, edit);
  const clips = [...byId.values()];
  const used = new Set<string>();
  yield* eachOf(clips, ({ classNames, excluded }) => {
    if (!excluded) for (const name of classNames) used.add(name);
  });
  const isUnderConstruction = base.clips.length === 0 && used.size < 2;
  return { dataset: isUnderConstruction ? null : yield* datasetOf(base, clips, classes), clips };
}

/** The labels that a person gave, tidied: trimmed, composed (NFC), without repeats. */
export function tidyNames(names: readonly string[]): readonly string[] {
  return [...new Set(names.map((name) => name.trim().normalize('NFC')).filter((name) => name !== ''))];
}

/**
 * Labels that clips of a data set may have.
 * Errors: `dataset.label` for none, or for several where a clip has one.
 */
export function checkLabelNames({ name, multiLabel }: Pick<Dataset, 'name' | 'multiLabel'>, names: readonly string[]) {
  if (names.length === 0 && !multiLabel)
    fail('dataset.label', name, 'A clip of it needs a label.', 'Give one, or exclude the clip.');
  if (names.length > 1 && !multiLabel) fail('dataset.label', name, 'Its clips have one label each.', 'Give one label.');
}
