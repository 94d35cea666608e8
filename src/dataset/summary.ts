import { atOnce, eachOf, inStretches, type Breathe, type Stretches } from '../core/stretches';
import { majorityBaseline } from './majority';
import type { Dataset, Part, Split } from './types';

/** How many clips of a class, or of all, are in each part. */
export type PartCounts = Readonly<Record<Part, number>>;

export interface DatasetSummary {
  /** In the order of `Dataset.classes`. */
  readonly classes: readonly { readonly name: string; readonly counts: PartCounts; readonly total: number }[];
  readonly totals: PartCounts;
  /** The accuracy on validation of always answering with the most frequent class of training; NaN without validation. */
  readonly majority: { readonly className: string; readonly accuracy: number };
}

/** The labels of each part's clips, in the split's order. */
export function labelsOf(
  dataset: Pick<Dataset, 'clips'>,
  split: Split,
): Readonly<Record<Part, readonly (readonly number[])[]>> {
  const labels = new Map(dataset.clips.map((clip) => [clip.id, clip.labels]));
  const of = (part: Part) => split[part].map((id) => labelsOfClip(labels, id));
  return { train: of('train'), validation: of('validation'), test: of('test') };
}

function labelsOfClip(labels: ReadonlyMap<string, readonly number[]>, id: string): readonly number[] {
  const own = labels.get(id);
  if (own === undefined) throw new RangeError(`clip ${id} is not of this data set`);
  return own;
}

/** How many clips each part has; none without a split. */
export function partSizes(split: Split | null): PartCounts {
  return {
    train: split?.train.length ?? 0,
    validation: split?.validation.length ?? 0,
    test: split?.test.length ?? 0,
  };
}

/** The last summary of a data set: several places of the page show it. */
const KNOWN = new WeakMap<Dataset, { readonly split: Split; readonly summary: DatasetSummary }>();

/** Counts the split's clips by class and part. Clips that `maxClips` left out are not counted. */
export function summarise(dataset: Dataset, split: Split): DatasetSummary {
  const known = KNOWN.get(dataset);
  if (known?.split === split) return known.summary;
  return remember(dataset, split, atOnce(count(dataset, split)));
}

/**
 * Counts ahead of who asks for the summary: of a hundred thousand clips that is too much for one turn of the page.
 * @param breathe hands the thread back where the work so far has taken long
 */
export async function summariseAhead(dataset: Dataset, split: Split, breathe: Breathe): Promise<void> {
  if (KNOWN.get(dataset)?.split === split) return;
  remember(dataset, split, await inStretches(count(dataset, split), breathe));
}

function remember(dataset: Dataset, split: Split, summary: DatasetSummary): DatasetSummary {
  KNOWN.set(dataset, { split, summary });
  return summary;
}

function* count(dataset: Dataset, split: Split): Stretches<DatasetSummary> {
  const known = new Map<string, readonly number[]>();
  yield* eachOf(dataset.clips, ({ id, labels }) => known.set(id, labels));
  const labels = { train: [], validation: [], test: [] } as Record<Part, (readonly number[])[]>;
  const counts = dataset.classes.map(() => ({ train: 0, validation: 0, test: 0 }));
  for (const part of ['train', 'validation', 'test'] as const) {
    yield* eachOf(split[part], (id) => {
      const own = labelsOfClip(known, id);
      labels[part].push(own);
      for (const label of own) {
        const row = counts[label];
        if (row) row[part]++;
      }
    });
  }
  yield;
  const classes = dataset.classes.map((name, i) => {
    const row = counts[i] ?? { train: 0, validation: 0, test: 0 };
    return { name, counts: row, total: row.train + row.validation + row.test };
  });
  const totals = partSizes(split);
  const { label, accuracy } = majorityBaseline(labels.train, labels.validation, dataset.classes.length);
  return { classes, totals, majority: { className: dataset.classes[label] ?? '', accuracy } };
}
