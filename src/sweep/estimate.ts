import { mean } from './statistics';
import { isDone, isSameSubject, type SweepRun } from './types';

/**
 * Seconds that the waiting runs will take, from those measured: a run of e epochs takes e times the mean seconds an epoch of
 * the runs done on the same data set and backbone, of the same method where there are any. Null before the first is done.
 */
export function secondsLeft(runs: readonly SweepRun[], currentSecondsLeft: number | null): number | null {
  const waiting = runs.filter(({ state }) => state === 'waiting');
  const done = runs.filter(isDone).filter(({ result }) => result.epochs.length > 0);
  const pace = (of: typeof done) => mean(of.map(({ result }) => result.seconds / result.epochs.length));
  const each = waiting.map((run) => {
    const alike = done.filter((other) => isSameSubject(other.subject, run.subject));
    const near = alike.filter((other) => other.config.method === run.config.method);
    return pace(near.length > 0 ? near : alike.length > 0 ? alike : done) * run.config.epochs;
  });
  const total = each.reduce((sum, seconds) => sum + seconds, currentSecondsLeft ?? 0);
  return Number.isFinite(total) && (each.length > 0 || currentSecondsLeft !== null) ? total : null;
}
