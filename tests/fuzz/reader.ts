import type { Seed } from './damage';

/** What a reader made of a damaged file, beside what it makes of the sound one. */
export interface Reading<T> {
  readonly given: T;
  /** What it gives for the seed as it is. */
  readonly sound: T;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly seed: Seed;
}

/** One reader of files from outside, and what it must never do. */
export interface FuzzReader<T = unknown> {
  /** As chosen on the command line. */
  readonly name: string;
  /**
   * What "silent success" means for the format: what a damaged file that is read all the same must still satisfy. Formats with
   * check sums must give what the sound file gives; others can be held only to what they say twice.
   */
  readonly silence: string;
  /** Real files, or files made by the page's own writers. */
  readonly seeds: () => Promise<readonly Seed[]>;
  /** Gives something or throws a `ProblemError`; anything else is a failure. */
  readonly read: (bytes: Uint8Array<ArrayBuffer>, seed: Seed) => Promise<T>;
  /** What is wrong with a reading that succeeded, or null. */
  readonly wrong: (reading: Reading<T>) => string | null;
  /**
   * Bytes of a single allocation beyond ten times the file. Where it is not the usual one, the reader's own fixed buffers or
   * the format's own compression need more, as is said there.
   */
  readonly spare?: number;
}

/** Keeps the type of a reader's own readings together, and lets go of it for the table. */
export function reader<T>(row: FuzzReader<T>): FuzzReader {
  return row as unknown as FuzzReader;
}
