import { bestMeanEpoch } from './crossValidation';
import { groupBy } from './group';
import { spreadOf, type Spread } from './statistics';
import type { DoneRun } from './types';

/** On which clips, and at which epoch, a reported number was measured. */
export const MEASURES = {
  test: 'on the test part, at the epoch that is best on validation',
  'ast-folds': 'on the held-out folds, at the one epoch whose mean over the folds is best (AST’s way)',
  validation: 'on the validation part, at its own best epoch: there is no test part',
} as const;

export type MeasureName = keyof typeof MEASURES;

export interface Report {
  readonly top1: Spread;
  readonly mAP: Spread;
  readonly measure: MeasureName;
}

/** One measured run: shares in [0, 1]. */
interface Measured {
  readonly run: DoneRun;
  readonly top1: number;
  readonly mAP: number;
  readonly measure: MeasureName;
}

/** The measure of a run that is looked at alone. */
export function measured(run: DoneRun): Measured | null {
  const { test, best } = run.result;
  if (test) return { run, top1: test.top1, mAP: test.mAP, measure: 'test' };
  return best && { run, top1: best.top1, mAP: best.mAP, measure: 'validation' };
}

/** The folds of one seed at the epoch that is best for all of them. */
function overFolds(runs: readonly DoneRun[]): readonly Measured[] {
  const epoch = bestMeanEpoch(runs.map(({ result }) => result));
  return runs.flatMap((run): Measured[] => {
    const point = epoch === null ? undefined : run.result.epochs[epoch - 1];
    return point ? [{ run, top1: point.top1, mAP: point.mAP, measure: 'ast-folds' }] : [];
  });
}

/**
 * Mean and sample deviation over the runs of one setting, seeds and folds alike. On the test part where there is one; with
 * folds and no test part AST's way, seed by seed; otherwise the best validation epoch. Null without a measurement.
 */
export function reportOf(runs: readonly DoneRun[]): Report | null {
  const values = [...groupBy(runs, (run) => String(run.config.seed))].flatMap(([, ofSeed]) => {
    const isCrossValidated = ofSeed.every(({ subject, result }) => subject.data.folds.length > 0 && !result.test);
    return isCrossValidated ? overFolds(ofSeed) : ofSeed.flatMap((run) => measured(run) ?? []);
  });
  const top1 = spreadOf(values.map((value) => value.top1));
  const mAP = spreadOf(values.map((value) => value.mAP));
  return top1 && mAP && { top1, mAP, measure: values[0]?.measure ?? 'validation' };
}
