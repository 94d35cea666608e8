import { canonical } from './canonical';
import { groupBy } from './group';
import { isDone, type DoneRun, type SweepRun } from './types';

/** The paper's candidates. Source: paper section 3.2. */
export const PAPER_RATES = [5e-5, 1e-4, 5e-4] as const;

/** One combination of all other settings, tried with each rate. */
export interface RateChoice {
  readonly key: string;
  readonly runs: readonly SweepRun[];
  /** Whether every rate has ended, well or not: before that nothing is chosen. */
  readonly isSettled: boolean;
  /** The rate with the best validation; null until settled, and where all failed. */
  readonly chosen: DoneRun | null;
}

/** Whether run a is the better by validation: top-1, then mAP, then the earlier in the queue, as the best epoch is chosen. */
function better(a: DoneRun, b: DoneRun): boolean {
  const [x, y] = [a.result.best, b.result.best];
  if (!x || !y) return x !== null;
  return x.top1 !== y.top1 ? x.top1 > y.top1 : x.mAP !== y.mAP ? x.mAP > y.mAP : a.order < b.order;
}

/**
 * The choice of the learning rate as the paper makes it: for each combination of all other settings, seed and fold included,
 * the rate whose best validation top-1 is highest; only the chosen run is reported. With a test part this is honest; where the
 * held-out fold is itself the validation part (AST's protocol), rate and epoch are chosen on the clips that are reported.
 */
export function rateChoices(runs: readonly SweepRun[]): readonly RateChoice[] {
  const asked = runs.filter(({ rates }) => rates !== null);
  const keyOf = ({ config: { learningRate: _, ...config }, split, subject, rates }: SweepRun) =>
    canonical([config, split, subject.data.digest, subject.backbone.sha256, rates]);
  return [...groupBy(asked, keyOf)].map(([key, group]) => {
    const [first] = group;
    const tried = new Set(group.map(({ config }) => config.learningRate));
    const hasAll = (first?.rates ?? []).every((rate) => tried.has(rate));
    const isSettled = hasAll && group.every(({ state }) => state === 'done' || state === 'failed');
    const done = group.filter(isDone);
    const chosen = done.length === 0 ? null : done.reduce((a, b) => (better(b, a) ? b : a));
    return { key, runs: group, isSettled, chosen: isSettled ? chosen : null };
  });
}

/** The runs that may be reported: those done, and of each choice only the chosen one. */
export function reportable(runs: readonly SweepRun[]): readonly DoneRun[] {
  const chosen = new Set(rateChoices(runs).flatMap((choice) => choice.chosen?.id ?? []));
  return runs.filter(isDone).filter((run) => run.rates === null || chosen.has(run.id));
}
