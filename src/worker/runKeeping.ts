import type { CheckpointStore } from '../checkpoints/slots';
import type { RunIdentity, SavedRun } from '../checkpoints/savedRun';
import { ProblemError, warning, type Problem } from '../core/problem';
import { withSteps } from '../training/history';
import type { Checkpoints } from '../training/position';
import type { EpochPoint, StepPoint } from '../training/train';

/** A run is kept at each epoch's end and when it pauses, and where an epoch is longer than this, also within it. */
const KEEP_EVERY_MS = 60_000;
/**
 * All steps are written each time. Where there are more than so many, an epoch's end alone is reason enough only once those
 * that were made since are this share of all: so many short epochs write in all at most 1 + 1 / share times what the last does.
 */
const FEW_STEPS = 1000;
const FRESH_SHARE = 1 / 32;

/** A run being kept: told of what was measured, asked for positions by the loop. */
export interface RunKeeping extends Checkpoints {
  steps(points: readonly StepPoint[]): void;
  epoch(point: EpochPoint, best: boolean): void;
}

interface Kept {
  readonly store: Pick<CheckpointStore, 'save'>;
  readonly identity: RunIdentity;
  /** What was measured before, where the run goes on. */
  readonly from: SavedRun | null;
  readonly facts: Pick<SavedRun, 'normalisation' | 'stepsPerEpoch'>;
  /** Told of each step that a position was kept of, and of what keeps them from being kept when that begins. */
  readonly told: { kept(step: number): void; failed(problem: Problem): void };
  readonly now?: () => number;
}

/** Writes a run's positions, with its curves so far, to the store. Where that fails the run goes on, and the person is told. */
export function createRunKeeping({
  store,
  identity,
  from,
  facts,
  told,
  now = () => performance.now(),
}: Kept): RunKeeping {
  let steps: readonly StepPoint[] = from?.steps ?? [];
  const epochs: EpochPoint[] = [...(from?.epochs ?? [])];
  let bestEpoch = from?.bestEpoch ?? null;
  let last = now();
  let fresh = 0;
  let isFailing = false;
  const isWorthIt = () => steps.length <= FEW_STEPS || fresh >= FRESH_SHARE * steps.length;
  return {
    steps(points) {
      steps = withSteps(steps, points);
      fresh += points.length;
    },
    epoch(point, best) {
      epochs.push(point);
      if (best) bestEpoch = point.epoch;
    },
    due: (where) => now() - last > KEEP_EVERY_MS || (where === 'epoch' && isWorthIt()),
    async keep(position) {
      const savedAt = new Date().toISOString();
      fresh = 0;
      try {
        await store.save({ identity, savedAt, ...facts, steps, epochs, bestEpoch, position });
        told.kept(position.step);
        isFailing = false;
      } catch (error) {
        if (!isFailing) told.failed(unkept(error));
        isFailing = true;
      }
      last = now();
    },
  };
}

function unkept(error: unknown): Problem {
  if (error instanceof ProblemError) return { ...error.problem, severity: 'warning' };
  const isFull = error instanceof Error && error.name === 'QuotaExceededError';
  const why = isFull ? 'the browser’s storage for this page is full' : 'the browser’s storage does not take it';
  const cause = `goes on, but it is not kept for the case that the page closes: ${why}.`;
  const cure = isFull
    ? 'Export the adapter before you close the page, or make room: delete runs under Compare, or cached models.'
    : 'Export the adapter before you close the page.';
  return warning(isFull ? 'checkpoint.quota' : 'checkpoint.storage', 'The run', cause, cure);
}
