import { Random } from '../core/random';
import { eachOf, filtering, mapping, sorting, type Stretches } from '../core/stretches';
import type { Clip } from './types';

interface Group {
  readonly clips: readonly Clip[];
  /** Clips by stratum. */
  readonly counts: ReadonlyMap<number, number>;
}

/** A clip's stratum: its first label, or -1 for none. */
const stratumOf = ({ labels }: Clip) => labels[0] ?? -1;

function countsOf(clips: readonly Clip[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const clip of clips) counts.set(stratumOf(clip), (counts.get(stratumOf(clip)) ?? 0) + 1);
  return counts;
}

/** Whole groups in seeded order; a clip without a group is one by itself. */
function* groupsIn(clips: readonly Clip[], seed: number): Stretches<Group[]> {
  const byName = new Map<string, Clip[]>();
  yield* eachOf(clips, (clip) => {
    const name = clip.group === null ? `clip ${clip.id}` : `group ${clip.group}`;
    const held = byName.get(name);
    if (held) held.push(clip);
    else byName.set(name, [clip]);
  });
  yield;
  const shuffled = Random.for(seed, 'split groups').shuffled([...byName.values()]);
  // Large ones first: the small ones then make up the difference. The sort is stable, so the seed decides among equals.
  const bySize = yield* sorting(shuffled, (a, b) => b.length - a.length);
  return yield* mapping(bySize, (own) => ({ clips: own, counts: countsOf(own) }));
}

/**
 * Which clips are for validation where groups must stay whole: groups, the largest first and equals in seeded order, are held
 * out if that brings the held-out counts v nearer to the shares wanted, sum over classes of (v_c - s n_c)^2 / n_c, and leaves
 * at least one clip of each class for training. If no group does, the one that comes nearest is held out. Clips without a
 * group are groups by themselves. With a single group nothing can be held out. In stretches.
 *
 * @param clips all clips for training, ordered by id
 * @returns ids of the clips held out
 */
export function* holdOutGroups(clips: readonly Clip[], share: number, seed: number): Stretches<ReadonlySet<string>> {
  const totals = countsOf(clips);
  const groups = yield* groupsIn(clips, seed);
  const held = new Map<number, number>();
  /** What holding the group out adds to the sum; infinite where a class would be left without training. */
  const costOf = ({ counts }: Group): number => {
    let change = 0;
    for (const [stratum, count] of counts) {
      const total = totals.get(stratum) ?? 0;
      const before = held.get(stratum) ?? 0;
      if (before + count >= total) return Infinity;
      change += ((before + count - share * total) ** 2 - (before - share * total) ** 2) / total;
    }
    return change;
  };
  const chosen = yield* filtering(groups, (group) => {
    if (costOf(group) >= 0) return false;
    for (const [stratum, count] of group.counts) held.set(stratum, (held.get(stratum) ?? 0) + count);
    return true;
  });
  if (chosen.length > 0 || groups.length < 2) return idsIn(chosen);
  const costs = groups.map(costOf);
  const least = costs.reduce((lowest, cost) => Math.min(lowest, cost), Infinity);
  const nearest = Number.isFinite(least) ? groups[costs.indexOf(least)] : groups.at(-1);
  return idsIn(nearest ? [nearest] : []);
}

function idsIn(groups: readonly Group[]): Set<string> {
  return new Set(groups.flatMap(({ clips }) => clips.map(({ id }) => id)));
}
