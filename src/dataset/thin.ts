import type { Clip, Part } from './types';

/** The clips of one class by part. */
export type ClassParts = Readonly<Record<Part, readonly Clip[]>>;

/**
 * Gives `places` to holders in equal measure, none more than it can fill: q_i = min(size_i, level), the sum being
 * min(places, sum of sizes); what is left over below one whole level goes to the lower indices.
 */
export function shareOut(sizes: readonly number[], places: number): number[] {
  const given = sizes.map(() => 0);
  let left = Math.min(
    Math.floor(places),
    sizes.reduce((sum, size) => sum + size, 0),
  );
  while (left > 0) {
    const open = sizes.map((size, i) => ({ i, room: size - (given[i] ?? 0) })).filter(({ room }) => room > 0);
    const each = Math.floor(left / open.length);
    for (const { i, room } of open) {
      const more = Math.min(room, each === 0 ? 1 : each, left);
      given[i] = (given[i] ?? 0) + more;
      left -= more;
    }
  }
  return given;
}

/**
 * Divides `places` in proportion to `sizes` by largest remainders (ties to the lower index), at least one to each of the
 * first two where they are not empty and there are two places or more.
 */
export function inProportion(sizes: readonly number[], places: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (places >= total) return [...sizes];
  const given = sizes.map((size) => Math.floor((places * size) / total));
  const left = places - given.reduce((sum, count) => sum + count, 0);
  const byRemainder = sizes.map((size, i) => ({ i, rest: (places * size) % total }));
  byRemainder.sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of byRemainder.slice(0, left)) given[i] = (given[i] ?? 0) + 1;
  for (const i of places >= 2 ? [0, 1] : []) {
    if ((sizes[i] ?? 0) === 0 || (given[i] ?? 0) > 0) continue;
    const richest = given.lastIndexOf(Math.max(...given));
    given[richest] = (given[richest] ?? 0) - 1;
    given[i] = 1;
  }
  return given;
}

/** The first clips of each part of one class, `places` in all. */
export function thin(parts: ClassParts, places: number): ClassParts {
  const sizes = [parts.train.length, parts.validation.length, parts.test.length];
  const [train, validation, test] = inProportion(sizes, places);
  return {
    train: parts.train.slice(0, train),
    validation: parts.validation.slice(0, validation),
    test: parts.test.slice(0, test),
  };
}
