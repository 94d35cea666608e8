import fc from 'fast-check';
import { ProblemError } from '../../src/core/problem';
import type { Allocations } from './allocations';
import { bytesOf, cases, type Case } from './damage';
import type { FuzzReader } from './reader';

/** A case that takes the processor for longer than this has hung. Seconds of the process's own time, not of the clock. */
export const LONGEST_SECONDS = 1;
/** A case that gives no answer for so long, without any work, never will. Seconds of the clock; generous on a busy machine. */
const LONGEST_SILENCE = 60;
/** The most that one allocation may be beyond ten times the file. Bytes. */
export const SPARE = 2 ** 20;
const TIMES_THE_FILE = 10;

export interface RunOptions {
  readonly cases: number;
  readonly seed: number;
  /** Where a failure of before is to be seen again: what it printed. */
  readonly path?: string;
  readonly allocations: Allocations;
  /** Told before each case, so that a hang can be named: its number. */
  readonly onCase: (number: number) => void;
}

/** A case that broke a promise. */
export interface Failure {
  readonly reason: string;
  /** What `path` takes to see it again. */
  readonly path: string;
  readonly damage: Case;
  readonly seedName: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What came of a reader's cases. */
export interface Report {
  readonly cases: number;
  readonly read: number;
  /** How many were refused, by the problem's code. */
  readonly refused: Readonly<Record<string, number>>;
  /** The largest share of the limit that an allocation took, and the longest case in seconds of the processor. */
  readonly mostAllocated: number;
  readonly slowest: number;
  readonly failure: Failure | null;
}

const secondsUsed = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/**
 * Reads so many damaged files with one reader. The first case that breaks a promise ends the run, and is made as small as
 * fast-check can make it.
 */
export async function runReader(row: FuzzReader, options: RunOptions): Promise<Report> {
  const { allocations, onCase } = options;
  const seeds = await row.seeds();
  const refused: Record<string, number> = {};
  let [number, read, mostAllocated, slowest] = [0, 0, 0, 0];
  // The sound files, twice: what they give, and so that libraries are loaded and compiled before anything is measured.
  const sound: unknown[] = [];
  for (const seed of [...seeds, ...seeds]) sound.push(await row.read(seed.bytes, seed));
  for (const [i, seed] of seeds.entries()) {
    const wrong = row.wrong({ given: sound[i], sound: sound[i], bytes: seed.bytes, seed });
    if (wrong !== null) throw new Error(`The sound file ${seed.name} is not read soundly: ${wrong}`);
  }

  /** Why a case breaks a promise, or null. */
  const examine = async (one: Case): Promise<string | null> => {
    const bytes = bytesOf(one, seeds);
    const seed = seeds[one.seed];
    if (!seed) return 'there is no such seed';
    onCase(number++);
    allocations.take();
    const before = secondsUsed();
    let wrong: string | null = null;
    try {
      const given = await answered(row.read(bytes, seed));
      read++;
      const isSame = row.wrong({ given, sound: sound[one.seed], bytes, seed });
      if (isSame !== null) wrong = `read in silence: ${isSame}`;
    } catch (error) {
      if (error instanceof ProblemError) refused[error.problem.code] = (refused[error.problem.code] ?? 0) + 1;
      else wrong = `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    }
    const seconds = secondsUsed() - before;
    const allocated = allocations.take();
    const limit = TIMES_THE_FILE * bytes.length + (row.spare ?? SPARE);
    slowest = Math.max(slowest, seconds);
    mostAllocated = Math.max(mostAllocated, allocated / limit);
    if (wrong !== null) return wrong;
    if (seconds > LONGEST_SECONDS) return `took ${seconds.toFixed(2)} s of the processor`;
    if (allocated > limit) return `asked for ${allocated} bytes at once, for a file of ${bytes.length}`;
    return null;
  };

  const details = await fc.check(
    fc.asyncProperty(cases(seeds.length), async (one) => {
      const wrong = await examine(one);
      if (wrong !== null) throw new Error(wrong);
    }),
    {
      numRuns: options.cases,
      seed: options.seed,
      ...(options.path === undefined ? {} : { path: options.path }),
      interruptAfterTimeLimit: 6 * 3_600_000,
    },
  );
  const [damage] = details.counterexample ?? [];
  const failure = damage
    ? {
        reason: details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance),
        path: details.counterexamplePath ?? '',
        damage,
        seedName: seeds[damage.seed]?.name ?? '',
        bytes: bytesOf(damage, seeds),
      }
    : null;
  return { cases: details.numRuns, read, refused, mostAllocated, slowest, failure };
}

/** The promise, or a failure where it is never settled. */
async function answered<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${LONGEST_SILENCE} s`)), LONGEST_SILENCE * 1000);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
  }
}
