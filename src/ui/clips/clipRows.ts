import { filtering, mapping, sorting, type Stretches } from '../../core/stretches';
import type { Verdict } from '../../embedding/suspicion';
import { isRelabelled, type EditedClip } from '../../dataset/edits';
import type { Part, Split } from '../../dataset/types';
import { percent } from '../format';

/** A clip as a list shows it. */
export interface ClipRow {
  readonly id: string;
  readonly classNames: readonly string[];
  /** The labels that the data set itself gives it, where they are others now; null where it was not relabelled. */
  readonly relabelledFrom: readonly string[] | null;
  readonly isAdded: boolean;
  readonly excluded: boolean;
  /** Null where a limit on clips leaves it out, or it is excluded. */
  readonly part: Part | null;
  /** What is said of it, such as what its neighbours are. */
  readonly note: string | null;
  /** How far its neighbours on the map contradict its label, at most 1; 0 where they do not, or nobody asked them. */
  readonly suspicion: number;
}

export function partsOf(split: Split | null): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  for (const part of ['train', 'validation', 'test'] as const)
    for (const id of split?.[part] ?? []) parts.set(id, part);
  return parts;
}

export function rowOf(
  held: EditedClip,
  parts: ReadonlyMap<string, Part>,
  note: string | null = null,
  suspicion = 0,
): ClipRow {
  const { clip, classNames, original, excluded } = held;
  return {
    id: clip.id,
    classNames,
    relabelledFrom: isRelabelled(held) ? original : null,
    isAdded: original === null,
    excluded,
    part: excluded ? null : (parts.get(clip.id) ?? null),
    note,
    suspicion,
  };
}

/** The row of a clip on a map, with what its neighbours say. */
export function mappedRow(held: EditedClip, parts: ReadonlyMap<string, Part>, verdict: Verdict | undefined): ClipRow {
  if (!verdict) return rowOf(held, parts);
  return rowOf(held, parts, verdictText(verdict), Math.max(0, verdict.suspicion));
}

/** The label that a clip's neighbours propose; null where they do not contradict its own. */
export function proposedLabel(verdict: Verdict | undefined): string | null {
  return verdict && verdict.suspicion > 0 ? verdict.other : null;
}

/** What the neighbours of a clip say, in words. */
export function verdictText({ other, otherShare, own, suspicion }: Verdict): string {
  const next = other === null ? '' : `; next is ${other} (${percent(otherShare, 0)})`;
  if (other === null || suspicion <= 0) return `Its neighbours agree (${percent(own, 0)})${next}.`;
  return `Its neighbours say ${other} (${percent(otherShare, 0)}), not this (${percent(own, 0)}).`;
}

/** What a list of clips may be narrowed to. */
export const CLIP_FILTERS = {
  all: { title: 'All clips', keeps: () => true },
  train: { title: 'Training part', keeps: ({ part }) => part === 'train' },
  validation: { title: 'Validation part', keeps: ({ part }) => part === 'validation' },
  test: { title: 'Test part', keeps: ({ part }) => part === 'test' },
  unused: { title: 'In no part', keeps: ({ part, excluded }) => part === null && !excluded },
  excluded: { title: 'Excluded', keeps: ({ excluded }) => excluded },
  changed: {
    title: 'Changed by you',
    keeps: ({ excluded, isAdded, relabelledFrom }) => excluded || isAdded || relabelledFrom !== null,
  },
  suspicious: {
    title: 'Suspicious, by the map',
    keeps: ({ suspicion }) => suspicion > 0,
    needsMap: true,
    order: (a, b) => b.suspicion - a.suspicion,
  },
} as const satisfies Record<string, FilterRow>;

interface FilterRow {
  readonly title: string;
  readonly keeps: (row: ClipRow) => boolean;
  /** Whether it says something only once there is a map. */
  readonly needsMap?: boolean;
  /** The order of its rows; as they come where there is none. */
  readonly order?: (a: ClipRow, b: ClipRow) => number;
}

/** The filters that can be asked now. */
export function filtersNow(hasMap: boolean): readonly ClipFilter[] {
  return (Object.keys(CLIP_FILTERS) as ClipFilter[]).filter((name) => hasMap || !filterRow(name).needsMap);
}

const filterRow = (name: ClipFilter): FilterRow => CLIP_FILTERS[name];

export type ClipFilter = keyof typeof CLIP_FILTERS;

/** The rows of clips on a map, or on none. In stretches. */
export function* mappedRows(
  clips: readonly EditedClip[],
  split: Split | null,
  verdicts: ReadonlyMap<string, Verdict> | null,
): Stretches<readonly ClipRow[]> {
  const parts = partsOf(split);
  return yield* mapping(clips, (held) => mappedRow(held, parts, verdicts?.get(held.clip.id)));
}

/**
 * The rows that a filter keeps, of a class where one is chosen, whose name or labels hold every word of the query. In
 * stretches.
 */
export function* findRows(
  rows: readonly ClipRow[],
  {
    filter,
    className,
    query,
  }: { readonly filter: ClipFilter; readonly className: string | null; readonly query: string },
): Stretches<readonly ClipRow[]> {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const { keeps, order } = filterRow(filter);
  if (filter === 'all' && className === null && words.length === 0) return rows;
  const found = yield* filtering(rows, (row) => {
    if (!keeps(row) || (className !== null && !row.classNames.includes(className))) return false;
    if (words.length === 0) return true;
    const text = `${row.id} ${row.classNames.join(' ')}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return order ? yield* sorting(found, order) : found;
}
