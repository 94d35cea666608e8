import type { StepPoint } from '../training/train';

/** Steps that the pace is taken over: enough to be steady, few enough to follow a change. */
const STEPS = 20;

/**
 * Training clips per second over the last steps of one epoch; null before there are two. Within one epoch, so that validation
 * between epochs does not count as training.
 */
export function clipsPerSecond(steps: readonly StepPoint[], batch: number): number | null {
  const last = steps.at(-1);
  if (!last) return null;
  const epochOf = ({ epoch }: StepPoint) => Math.ceil(epoch - 1e-9);
  const recent = steps.slice(-STEPS).filter((point) => epochOf(point) === epochOf(last));
  const [first] = recent;
  if (!first || first.step === last.step) return null;
  const seconds = last.seconds - first.seconds;
  return seconds > 0 ? ((last.step - first.step) * batch) / seconds : null;
}
