import { fail } from '../core/problem';
import { Random } from '../core/random';
import { atOnce, eachOf, filtering, sorting, type Stretches } from '../core/stretches';
import { holdOutGroups } from './holdOutGroups';
import { byCodeUnits } from './listing';
import { type ClassParts, shareOut, thin } from './thin';
import type { Clip, Dataset, Part, Split, SplitOptions } from './types';

/** The parts, in the order in which a remainder is given to them. */
const PARTS: readonly Part[] = ['train', 'validation', 'test'];

/** How many of `count` recordings of a class are held out: the share, rounded, leaving at least one on each side. */
function heldOut(count: number, share: number): number {
  return count < 2 ? 0 : Math.min(count - 1, Math.max(1, Math.round(share * count)));
}

/** Whether the data set leaves it to us which clips are for validation. */
export function isLeftToUs(dataset: Dataset): boolean {
  return dataset.folds.length === 0 && !dataset.clips.some(({ part }) => part === 'validation');
}

/** The fold for validation: the held-out one, or the next where that is for the test. */
function validationFold({ folds }: Dataset, { fold, heldOutFold }: SplitOptions): number | undefined {
  return heldOutFold === 'validation' ? fold : folds[(folds.indexOf(fold) + 1) % folds.length];
}

/** The part that the data set itself gives; what it does not prescribe is for training. */
function prescribed(clip: Clip, dataset: Dataset, options: SplitOptions): Part {
  if (dataset.folds.length > 0) {
    if (clip.fold === options.fold) return options.heldOutFold;
    return clip.fold === validationFold(dataset, options) ? 'validation' : 'train';
  }
  return clip.part ?? 'train';
}

/** The clips held out by whole groups, where there are groups and the choice is ours; null where each class is divided by itself. */
function* groupsHeldOut(dataset: Dataset, options: SplitOptions): Stretches<ReadonlySet<string> | null> {
  if (!isLeftToUs(dataset) || dataset.clips.every(({ group }) => group === null)) return null;
  const free = yield* filtering(dataset.clips, (clip) => prescribed(clip, dataset, options) === 'train');
  const sorted = yield* sorting(free, (a, b) => byCodeUnits(a.id, b.id));
  return yield* holdOutGroups(sorted, options.validationShare, options.seed);
}

/** One class's clips by part, each part in seeded order. */
function splitClass(
  clips: readonly Clip[],
  name: string,
  dataset: Dataset,
  options: SplitOptions,
  held: ReadonlySet<string> | null,
  isOurs: boolean,
): ClassParts {
  const order = Random.for(options.seed, `split class ${name}`).shuffled(clips);
  const parts: Record<Part, Clip[]> = { train: [], validation: [], test: [] };
  for (const clip of order) parts[prescribed(clip, dataset, options)].push(clip);
  if (held) {
    parts.validation = parts.train.filter(({ id }) => held.has(id));
    parts.train = parts.train.filter(({ id }) => !held.has(id));
  } else if (isOurs) {
    parts.validation = parts.train.splice(0, heldOut(parts.train.length, options.validationShare));
  }
  if (options.trainPerClass !== null) parts.train.splice(options.trainPerClass);
  return parts;
}

function check(dataset: Dataset, options: SplitOptions): void {
  const { validationShare, fold, heldOutFold, maxClips, trainPerClass } = options;
  if (dataset.folds.length > 0 && !dataset.folds.includes(fold)) {
    const cure = `Choose one of ${dataset.folds.join(', ')}.`;
    fail('dataset.fold', dataset.name, `It has no fold ${fold}.`, cure);
  }
  if (isLeftToUs(dataset) && !(validationShare > 0 && validationShare < 1)) {
    const cause = `The share held out for validation is ${validationShare}.`;
    fail('dataset.share', dataset.name, cause, 'Choose a share between 0 and 1, such as 0.2.');
  }
  if (heldOutFold === 'test' && dataset.folds.length > 0 && dataset.folds.length < 3) {
    const cause = `With ${dataset.folds.length} folds, none is left to train on beside validation and test.`;
    fail('dataset.fold', dataset.name, cause, 'Use the held-out fold for validation.');
  }
  if (trainPerClass !== null && !(trainPerClass >= 1)) {
    const cause = `${trainPerClass} training clips of a class leave nothing to learn.`;
    fail('dataset.train-per-class', dataset.name, cause, 'Allow at least 1.');
  }
  const least = 2 * dataset.classes.length;
  if (maxClips !== null && !(maxClips >= least)) {
    const cause = `At most ${maxClips} clips are too few for ${dataset.classes.length} classes.`;
    fail('dataset.max-clips', dataset.name, cause, `Allow at least ${least}, two for each class.`);
  }
}

/**
 * The clips of each class (of several labels, the first), and behind the classes those of none, where there are any. Ordered
 * by id, so that the order of the walk has no say.
 */
function* byClass(dataset: Dataset): Stretches<Clip[][]> {
  const classes: Clip[][] = dataset.classes.map(() => []);
  const none: Clip[] = [];
  const sorted = yield* sorting(dataset.clips, (a, b) => byCodeUnits(a.id, b.id));
  yield* eachOf(sorted, (clip) => (clip.labels[0] === undefined ? none : classes[clip.labels[0]])?.push(clip));
  return none.length > 0 ? [...classes, none] : classes;
}

/**
 * Divides a data set into parts, the same for the same seed whatever the order of its clips.
 *
 * - With folds: the chosen fold is held out, for validation or for the test (see `SplitOptions`), all others for training.
 * - With prescribed parts: they are kept, and clips without one are for training. If none is for validation, that is held
 *   out of training as below; a prescribed test part is not touched.
 * - Otherwise, where clips have groups, whole groups are held out (see `holdOutGroups`): no group is in two of our parts.
 * - Otherwise of each class with n >= 2 clips, max(1, round(validationShare x n)) are held out for validation, but never
 *   all; a single clip is for training. So each class is within one clip of the share.
 *
 * `trainPerClass` keeps the first clips of each class's seeded order for training; `maxClips` thins afterwards: (1) every
 * class gets the same number of places, floor or ceiling of maxClips / C, the lower indices first; what a class cannot fill
 * goes to the others in equal measure. Clips of no class count as one class more. (2) A class's places q of its n clips are
 * divided over its parts in proportion to their sizes (largest remainder; ties to training, then validation, then test), and
 * training and validation keep at least one clip each where they had one and q >= 2. (3) Each part keeps the first of its
 * seeded order.
 *
 * Errors: `dataset.fold`, `dataset.share`, `dataset.max-clips` (fewer than two for each class), `dataset.no-training`.
 */
export function splitDataset(dataset: Dataset, options: SplitOptions): Split {
  return atOnce(splitting(dataset, options));
}

/** `splitDataset` in stretches. */
export function* splitting(dataset: Dataset, options: SplitOptions): Stretches<Split> {
  check(dataset, options);
  const held = yield* groupsHeldOut(dataset, options);
  const isOurs = isLeftToUs(dataset);
  const classes: ClassParts[] = [];
  for (const [i, clips] of (yield* byClass(dataset)).entries()) {
    yield;
    classes.push(splitClass(clips, dataset.classes[i] ?? '', dataset, options, held, isOurs));
  }
  const places = options.maxClips === null ? null : shareOut(classes.map(sizeOf), options.maxClips);
  const kept = places ? classes.map((parts, i) => thin(parts, places[i] ?? 0)) : classes;
  const split: Record<Part, readonly string[]> = { train: [], validation: [], test: [] };
  for (const part of PARTS) {
    yield;
    const ids = kept.flatMap((parts) => parts[part].map(({ id }) => id));
    split[part] = Random.for(options.seed, `split part ${part}`).shuffled(ids);
  }
  if (split.train.length === 0) {
    fail(
      'dataset.no-training',
      dataset.name,
      'No clip is left for training.',
      'Choose another fold, or check the lists.',
    );
  }
  return split;
}

function sizeOf(parts: ClassParts): number {
  return PARTS.reduce((sum, part) => sum + parts[part].length, 0);
}
