/**
 * From scores that come one after the other to sounds that begin and end: what "now" means while the microphone is on.
 * A state machine with hysteresis for each class, pure.
 */

export interface TriggerOptions {
  /** A class begins where its score is at or above this. */
  readonly threshold: number;
  /** It is over once its score has been below this for the hold time; no higher than the threshold. */
  readonly release: number;
  /** Seconds. */
  readonly holdSeconds: number;
}

/** A class that is heard. Times in seconds on the clock of the scores. */
interface Heard {
  readonly start: number;
  /** When its score was last at or above the release. */
  readonly last: number;
  readonly peak: number;
}

/** By class: what is heard now, null for nothing. */
export type TriggerState = readonly (Heard | null)[];

/** A sound that began and ended. `end` is when the score was last at or above the release. */
export interface HeardSound extends Pick<Heard, 'start' | 'peak'> {
  readonly classIndex: number;
  readonly end: number;
}

export const SILENT: TriggerState = [];

/**
 * The state after scores [C] at a time, and what ended by then.
 * Off to on: score >= threshold. On to off: score < release at each time since `last`, and time - last >= holdSeconds.
 */
export function advance(
  state: TriggerState,
  time: number,
  scores: ArrayLike<number>,
  { threshold, release, holdSeconds }: TriggerOptions,
): { readonly state: TriggerState; readonly ended: readonly HeardSound[] } {
  const ended: HeardSound[] = [];
  const next = Array.from(scores, (score, classIndex): Heard | null => {
    const heard = state[classIndex] ?? null;
    if (heard === null) return score >= threshold ? { start: time, last: time, peak: score } : null;
    if (score >= Math.min(release, threshold)) return { ...heard, last: time, peak: Math.max(heard.peak, score) };
    if (time - heard.last < holdSeconds) return heard;
    ended.push({ classIndex, start: heard.start, end: heard.last, peak: heard.peak });
    return null;
  });
  return { state: next, ended };
}

/** Ends everything that is heard: the microphone was turned off. */
export function finish(state: TriggerState): readonly HeardSound[] {
  return state.flatMap((heard, classIndex) =>
    heard ? [{ classIndex, start: heard.start, end: heard.last, peak: heard.peak }] : [],
  );
}

/**
 * An exponential mean of scores that come at any pace: y + (1 - exp(-elapsed / tau)) (x - y). With tau 0, or nothing
 * before, the scores themselves.
 * @param elapsed seconds since the scores before
 * @param tau seconds after which a step has gone 63 % of its way
 */
export function smoothed(
  before: readonly number[] | null,
  scores: ArrayLike<number>,
  elapsed: number,
  tau: number,
): readonly number[] {
  const weight = before && tau > 0 ? 1 - Math.exp(-elapsed / tau) : 1;
  return Array.from(scores, (score, c) => {
    const last = before?.[c] ?? score;
    return last + weight * (score - last);
  });
}
