/** Work that may be put down between its stretches, each short enough for one turn of a page, and gives what came of it. */
export type Stretches<T> = Generator<void, T, void>;

/** Hands the thread back where the work so far has taken long. */
export type Breathe = () => Promise<void> | undefined;

/** Items that are looked at in one stretch. */
export const STRETCH = 4096;

/** All stretches without a rest. */
export function atOnce<T>(work: Stretches<T>): T {
  for (;;) {
    const { value, done } = work.next();
    if (done === true) return value;
  }
}

/** The stretches with a breath between them: what comes of it is what `atOnce` gives. */
export async function inStretches<T>(work: Stretches<T>, breathe: Breathe): Promise<T> {
  for (;;) {
    const { value, done } = work.next();
    if (done === true) return value;
    await breathe();
  }
}

/** The items, with a rest between stretches of them. */
export function* eachOf<T>(items: readonly T[], visit: (item: T, index: number) => void): Stretches<void> {
  for (const [i, item] of items.entries()) {
    if (i % STRETCH === STRETCH - 1) yield;
    visit(item, i);
  }
}

/** What `items.map` gives. */
export function* mapping<T, U>(items: readonly T[], of: (item: T, index: number) => U): Stretches<U[]> {
  const out: U[] = [];
  yield* eachOf(items, (item, i) => out.push(of(item, i)));
  return out;
}

/** What `items.filter` gives. */
export function* filtering<T>(items: readonly T[], keeps: (item: T) => boolean): Stretches<T[]> {
  const out: T[] = [];
  yield* eachOf(items, (item) => {
    if (keeps(item)) out.push(item);
  });
  return out;
}

/** What `items.toSorted` gives: stretches are sorted each by itself, then merged two by two, equal items in their order. */
export function* sorting<T>(items: readonly T[], compare: (a: T, b: T) => number): Stretches<T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < items.length; at += STRETCH) {
    if (at > 0) yield;
    runs.push(items.slice(at, at + STRETCH).sort(compare));
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) merged.push(yield* merging(runs[i] ?? [], runs[i + 1] ?? [], compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merging<T>(left: T[], right: readonly T[], compare: (a: T, b: T) => number): Stretches<T[]> {
  if (right.length === 0) return left;
  yield;
  // Sorted already, as most lists of files are.
  if (compare(left.at(-1) as T, right[0] as T) <= 0) return left.concat(right);
  const out: T[] = [];
  let [l, r] = [0, 0];
  while (l < left.length || r < right.length) {
    if (out.length % STRETCH === STRETCH - 1) yield;
    const [a, b] = [left[l], right[r]];
    const isLeft = r === right.length || (l < left.length && compare(a as T, b as T) <= 0);
    out.push((isLeft ? a : b) as T);
    if (isLeft) l++;
    else r++;
  }
  return out;
}
