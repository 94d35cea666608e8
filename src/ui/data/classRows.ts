import { summarise, type PartCounts } from '../../dataset/summary';
import type { Dataset, Split } from '../../dataset/types';
import type { ClipFacts } from '../../store/state';

/** One line of the class table. */
export interface ClassRow {
  readonly name: string;
  readonly parts: PartCounts;
  /** Seconds of the clips decoded so far, used in a part or not; the median is null before the first. */
  readonly totalSeconds: number;
  readonly medianSeconds: number | null;
}

const NO_SPLIT: Split = { train: [], validation: [], test: [] };

/** The middle of the values, or the mean of the two in the middle; null of none. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}

function rowOf(name: string, parts: PartCounts, durations: readonly number[]): ClassRow {
  const totalSeconds = durations.reduce((sum, value) => sum + value, 0);
  return { name, parts, totalSeconds, medianSeconds: median(durations) };
}

/** Counts by class and part, and durations by class, in the order of `dataset.classes`; `total` is of all classes. */
export function classRows(
  dataset: Dataset,
  split: Split | null,
  facts: ReadonlyMap<string, ClipFacts>,
): { readonly rows: readonly ClassRow[]; readonly total: ClassRow } {
  const { classes, totals } = summarise(dataset, split ?? NO_SPLIT);
  const durations = dataset.classes.map((): number[] => []);
  const all: number[] = [];
  for (const clip of dataset.clips) {
    const known = facts.get(clip.id);
    if (!known) continue;
    all.push(known.seconds);
    for (const label of clip.labels) durations[label]?.push(known.seconds);
  }
  return {
    rows: classes.map(({ name, counts }, label) => rowOf(name, counts, durations[label] ?? [])),
    total: rowOf('All', totals, all),
  };
}

/** What the class table can be ordered by. */
export type ClassColumn = 'name' | 'train' | 'validation' | 'test' | 'total' | 'median';

const VALUES: Readonly<Record<Exclude<ClassColumn, 'name'>, (row: ClassRow) => number>> = {
  train: ({ parts }) => parts.train,
  validation: ({ parts }) => parts.validation,
  test: ({ parts }) => parts.test,
  total: ({ totalSeconds }) => totalSeconds,
  median: ({ medianSeconds }) => medianSeconds ?? -1,
};

/** The rows in an order; equal ones keep that of the classes. */
export function sortClasses(
  rows: readonly ClassRow[],
  { column, descending }: { readonly column: ClassColumn; readonly descending: boolean },
): readonly ClassRow[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) =>
    column === 'name'
      ? sign * a.name.localeCompare(b.name, 'en', { numeric: true })
      : sign * (VALUES[column](a) - VALUES[column](b)),
  );
}
