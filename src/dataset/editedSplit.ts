import { Random } from '../core/random';
import { atOnce, eachOf, filtering, mapping, sorting, type Stretches } from '../core/stretches';
import { byCodeUnits } from './listing';
import { isLeftToUs, splitting } from './split';
import { shareOut, thin, type ClassParts } from './thin';
import type { Clip, Dataset, Part, Split, SplitOptions } from './types';

const PARTS: readonly Part[] = ['train', 'validation', 'test'];

/** Every clip's part, by id. */
type Parts = Map<string, Part>;

const stratumOf = ({ labels }: Clip) => labels[0] ?? -1;

/** Clips by their first label, -1 for none, the lowest label first. */
function* byStratum(clips: readonly Clip[]): Stretches<Map<number, Clip[]>> {
  const strata = new Map<number, Clip[]>();
  yield* eachOf(clips, (clip) => {
    const held = strata.get(stratumOf(clip));
    if (held) held.push(clip);
    else strata.set(stratumOf(clip), [clip]);
  });
  return new Map([...strata].sort(([a], [b]) => a - b));
}

/** The parts that the clips had before the edits; those that are new have none. */
function* partsBefore(base: Dataset, options: SplitOptions): Stretches<Parts> {
  const whole = yield* splitting(base, { ...options, trainPerClass: null, maxClips: null });
  const parts: Parts = new Map();
  for (const part of PARTS) yield* eachOf(whole[part], (id) => parts.set(id, part));
  return parts;
}

/**
 * New clips follow their group. Others are held out, in seeded order, until their class has its share in validation, but
 * where the data set itself says what is held out all are for training.
 */
function* placeNew(edited: Dataset, parts: Parts, options: SplitOptions, isOurs: boolean): Stretches<void> {
  const added = yield* filtering(edited.clips, ({ id }) => !parts.has(id));
  const fresh = yield* sorting(added, (a, b) => byCodeUnits(a.id, b.id));
  const counts = yield* countsOf(edited, parts);
  const groups = new Map<string, Part>();
  yield* eachOf(edited.clips, ({ id, group }) => {
    const part = parts.get(id);
    if (group !== null && part) groups.set(group, part);
  });
  for (const [label, clips] of yield* byStratum(fresh)) {
    yield;
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

function* countsOf(dataset: Dataset, parts: Parts): Stretches<Map<number, Record<Part, number>>> {
  const counts = new Map<number, Record<Part, number>>();
  yield* eachOf(dataset.clips, (clip) => {
    const part = parts.get(clip.id);
    if (!part) return;
    const own = counts.get(stratumOf(clip)) ?? { train: 0, validation: 0, test: 0 };
    own[part]++;
    counts.set(stratumOf(clip), own);
  });
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
function* repair(edited: Dataset, parts: Parts, options: SplitOptions): Stretches<void> {
  for (const [label, clips] of yield* byStratum(edited.clips)) {
    yield;
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
      for (const clip of order) {
        yield;
        const moved = together(edited, clip);
        if (to !== 'train' && !leavesTraining(edited, parts, moved)) continue;
        for (const { id } of moved) if (parts.get(id) === from) parts.set(id, to);
        break;
      }
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
function* limited(
  edited: Dataset,
  parts: Parts,
  order: ReadonlyMap<string, number>,
  options: SplitOptions,
): Stretches<ReadonlySet<string>> {
  const { trainPerClass, maxClips } = options;
  const place = ({ id }: Clip) => order.get(id) ?? Infinity;
  const classes: ClassParts[] = [];
  for (const clips of (yield* byStratum(edited.clips)).values()) {
    const sorted = yield* sorting(clips, (a, b) => place(a) - place(b) || byCodeUnits(a.id, b.id));
    const of = (part: Part) => sorted.filter(({ id }) => parts.get(id) === part);
    classes.push({
      train: of('train').slice(0, trainPerClass ?? undefined),
      validation: of('validation'),
      test: of('test'),
    });
  }
  const sizes = classes.map((own) => PARTS.reduce((sum, part) => sum + own[part].length, 0));
  const places = maxClips === null ? null : shareOut(sizes, maxClips);
  const kept = places ? classes.map((own, i) => thin(own, places[i] ?? 0)) : classes;
  const ids = new Set<string>();
  for (const own of kept) for (const part of PARTS) yield* eachOf(own[part], ({ id }) => ids.add(id));
  return ids;
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
  return atOnce(splittingEdited(base, edited, options));
}

/** `splitEdited` in stretches. */
export function* splittingEdited(base: Dataset, edited: Dataset, options: SplitOptions): Stretches<Split> {
  const anew = yield* splitting(edited, options);
  if (edited === base || base.clips.length === 0) return anew;
  const isOurs = isLeftToUs(base);
  const parts = yield* partsBefore(base, {
    ...options,
    fold: base.folds.includes(options.fold) ? options.fold : (base.folds[0] ?? 1),
  });
  yield* placeNew(edited, parts, options, isOurs);
  if (isOurs) yield* repair(edited, parts, options);
  const fits = options.maxClips === null || options.maxClips >= 2 * base.classes.length;
  const before = yield* splitting(base, fits ? options : { ...options, maxClips: null });
  const order = new Map<string, number>();
  for (const part of PARTS) yield* eachOf(before[part], (id) => order.set(id, order.size));
  const kept = yield* limited(edited, parts, order, options);
  const rank = (id: string) => order.get(id) ?? Infinity;
  const all = yield* mapping(edited.clips, ({ id }) => id);
  const used = yield* filtering(all, (id) => kept.has(id));
  const ids = yield* sorting(used, (a, b) => (rank(a) === rank(b) ? byCodeUnits(a, b) : rank(a) - rank(b)));
  const split: Record<Part, readonly string[]> = { train: [], validation: [], test: [] };
  for (const part of PARTS) split[part] = yield* filtering(ids, (id) => parts.get(id) === part);
  return split.train.length === 0 || (isOurs && split.validation.length === 0) ? anew : split;
}
