import { Random } from '../core/random';
import { byCodeUnits } from './listing';
import { isLeftToUs, splitDataset } from './split';
import { shareOut, thin, type ClassParts } from './thin';
import type { Clip, Dataset, Part, Split, SplitOptions } from './types';

const PARTS: readonly Part[] = ['train', 'validation', 'test'];

/** Every clip's part, by id. */
type Parts = Map<string, Part>;

const stratumOf = ({ labels }: Clip) => labels[0] ?? -1;

/** Clips by their first label, -1 for none, the lowest label first. */
function byStratum(clips: readonly Clip[]): Map<number, Clip[]> {
  const strata = new Map<number, Clip[]>();
  for (const clip of clips) {
    const held = strata.get(stratumOf(clip));
    if (held) held.push(clip);
    else strata.set(stratumOf(clip), [clip]);
  }
  return new Map([...strata].sort(([a], [b]) => a - b));
}

/** The parts that the clips had before the edits; those that are new have none. */
function partsBefore(base: Dataset, options: SplitOptions): Parts {
  const whole = splitDataset(base, { ...options, trainPerClass: null, maxClips: null });
  return new Map(PARTS.flatMap((part) => whole[part].map((id) => [id, part] as const)));
}

/**
 * New clips follow their group. Others are held out, in seeded order, until their class has its share in validation, but
 * where the data set itself says what is held out all are for training.
 */
function placeNew(edited: Dataset, parts: Parts, options: SplitOptions, isOurs: boolean): void {
  const fresh = edited.clips.filter(({ id }) => !parts.has(id)).sort((a, b) => byCodeUnits(a.id, b.id));
  const counts = countsOf(edited, parts);
  const groups = new Map(
    edited.clips.flatMap(({ id, group }) => {
      const part = parts.get(id);
      return group !== null && part ? [[group, part] as const] : [];
    }),
  );
  for (const [label, clips] of byStratum(fresh)) {
    const count = counts.get(label) ?? { train: 0, validation: 0, test: 0 };
    const total = count.train + count.validation + clips.length;
    const wanted = total < 2 ? 0 : Math.min(total - 1, Math.max(1, Math.round(options.validationShare * total)));
    for (const clip of Random.for(options.seed, `split added ${edited.classes[label] ?? ''}`).shuffled(clips)) {
      const bound = clip.group === null ? undefined : groups.get(clip.group);
      const part = bound ?? (isOurs && count.validation < wanted ? 'validation' : 'train');
      count[part]++;
      parts.set(clip.id, part);
      if (clip.group !== null) groups.set(clip.group, part);
    }
  }
}

function countsOf(dataset: Dataset, parts: Parts): Map<number, Record<Part, number>> {
  const counts = new Map<number, Record<Part, number>>();
  for (const clip of dataset.clips) {
    const part = parts.get(clip.id);
    if (!part) continue;
    const own = counts.get(stratumOf(clip)) ?? { train: 0, validation: 0, test: 0 };
    own[part]++;
    counts.set(stratumOf(clip), own);
  }
  return counts;
}

/** The clips that must move together with one: its group, or itself alone. */
function together(dataset: Dataset, clip: Clip): readonly Clip[] {
  return clip.group === null ? [clip] : dataset.clips.filter(({ group }) => group === clip.group);
}

/**
 * Where edits left a class of two clips or more without any for training, or without any for validation, the first movable
 * ones of its seeded order change sides: whole groups, and none that would leave another class without training.
 */
function repair(edited: Dataset, parts: Parts, options: SplitOptions): void {
  for (const [label, clips] of byStratum(edited.clips)) {
    for (const [to, from] of [
      ['train', 'validation'],
      ['validation', 'train'],
    ] as const) {
      const own = clips.filter(({ id }) => parts.get(id) === from);
      if (clips.some(({ id }) => parts.get(id) === to) || own.length < (to === 'train' ? 1 : 2)) continue;
      const name = edited.classes[label] ?? '';
      const order = Random.for(options.seed, `split repaired ${name}`).shuffled(
        own.sort((a, b) => byCodeUnits(a.id, b.id)),
      );
      const movable = order
        .map((clip) => together(edited, clip))
        .find((set) => to === 'train' || leavesTraining(edited, parts, set));
      for (const { id } of movable ?? []) if (parts.get(id) === from) parts.set(id, to);
    }
  }
}

/** Whether every class of these clips keeps one for training without them. */
function leavesTraining(edited: Dataset, parts: Parts, moved: readonly Clip[]): boolean {
  const gone = new Set(moved.map(({ id }) => id));
  const labels = new Set(moved.map(stratumOf));
  for (const { id, labels: own } of edited.clips)
    if (parts.get(id) === 'train' && !gone.has(id)) labels.delete(own[0] ?? -1);
  return labels.size === 0;
}

/** Keeps what the limits allow of each class: what they kept before the edits comes first. */
function limited(
  edited: Dataset,
  parts: Parts,
  order: ReadonlyMap<string, number>,
  options: SplitOptions,
): ReadonlySet<string> {
  const { trainPerClass, maxClips } = options;
  const place = ({ id }: Clip) => order.get(id) ?? Infinity;
  const classes = [...byStratum(edited.clips).values()].map((clips): ClassParts => {
    const sorted = [...clips].sort((a, b) => place(a) - place(b) || byCodeUnits(a.id, b.id));
    const of = (part: Part) => sorted.filter(({ id }) => parts.get(id) === part);
    return { train: of('train').slice(0, trainPerClass ?? undefined), validation: of('validation'), test: of('test') };
  });
  const sizes = classes.map((own) => PARTS.reduce((sum, part) => sum + own[part].length, 0));
  const places = maxClips === null ? null : shareOut(sizes, maxClips);
  const kept = places ? classes.map((own, i) => thin(own, places[i] ?? 0)) : classes;
  return new Set(kept.flatMap((own) => PARTS.flatMap((part) => own[part].map(({ id }) => id))));
}

/**
 * The split of a data set after edits. A clip keeps the part that it had before them, so that results stay comparable;
 * groups stay whole; new clips are placed by the share that is held out; and where the choice is ours, a class of two clips
 * or more has at least one for training and, where no group forbids it, one for validation. Without edits it is
 * `splitDataset`'s.
 *
 * Errors: those of `splitDataset`.
 */
export function splitEdited(base: Dataset, edited: Dataset, options: SplitOptions): Split {
  const anew = splitDataset(edited, options);
  if (edited === base || base.clips.length === 0) return anew;
  const isOurs = isLeftToUs(base);
  const parts = partsBefore(base, {
    ...options,
    fold: base.folds.includes(options.fold) ? options.fold : (base.folds[0] ?? 1),
  });
  placeNew(edited, parts, options, isOurs);
  if (isOurs) repair(edited, parts, options);
  const fits = options.maxClips === null || options.maxClips >= 2 * base.classes.length;
  const before = splitDataset(base, fits ? options : { ...options, maxClips: null });
  const order = new Map(PARTS.flatMap((part) => before[part]).map((id, i) => [id, i]));
  const kept = limited(edited, parts, order, options);
  const rank = (id: string) => order.get(id) ?? Infinity;
  const ids = edited.clips.map(({ id }) => id).filter((id) => kept.has(id));
  ids.sort((a, b) => (rank(a) === rank(b) ? byCodeUnits(a, b) : rank(a) - rank(b)));
  const of = (part: Part) => ids.filter((id) => parts.get(id) === part);
  const split = { train: of('train'), validation: of('validation'), test: of('test') };
  return split.train.length === 0 || (isOurs && split.validation.length === 0) ? anew : split;
}
