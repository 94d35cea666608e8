import type { EpochPoint } from '../training/train';
import { canonical } from './canonical';
import { groupBy } from './group';
import { mean, spreadOf, type Spread } from './statistics';
import { isDone, type DoneRun, type SweepRun } from './types';

/** Runs that differ in nothing but the fold that is held out. */
export interface FoldGroup {
  readonly key: string;
  /** By fold, ascending. */
  readonly runs: readonly SweepRun[];
  readonly done: readonly DoneRun[];
  /** Folds of the data set that have no run in the group. */
  readonly missing: readonly number[];
}

/** What is measured at some epoch of each fold, over the folds. */
export interface OverFolds {
  readonly top1: Spread;
  readonly mAP: Spread;
}

export interface CrossValidation {
  /**
   * AST's way: the one epoch whose top-1, averaged over the folds, is highest (the earliest of equals), for all folds alike.
   */
  readonly ast: (OverFolds & { readonly epoch: number }) | null;
  /** Each fold at its own best epoch: chosen on the clips that it is measured on, so it flatters. */
  readonly best: (OverFolds & { readonly epochs: readonly number[] }) | null;
  /** Each fold after its last epoch: nothing is chosen. */
  readonly last: (OverFolds & { readonly epoch: number }) | null;
  /** Where the held-out fold is the test part: the epoch was chosen on another fold. */
  readonly test: OverFolds | null;
}

/** The runs over folds, group by group, in the order in which they were queued. */
export function foldGroups(runs: readonly SweepRun[]): readonly FoldGroup[] {
  const withFolds = runs.filter(({ subject }) => subject.data.folds.length > 0);
  const keyOf = ({ config, split: { fold: _, ...split }, subject, rates }: SweepRun) =>
    canonical([config, split, subject.data.digest, subject.backbone.sha256, rates]);
  return [...groupBy(withFolds, keyOf)].map(([key, group]) => {
    const sorted = group.toSorted((a, b) => a.split.fold - b.split.fold);
    const folds = sorted[0]?.subject.data.folds ?? [];
    const there = new Set(sorted.map(({ split }) => split.fold));
    return { key, runs: sorted, done: sorted.filter(isDone), missing: folds.filter((fold) => !there.has(fold)) };
  });
}

/**
 * The epoch, 1-based, with the highest mean top-1 over runs, the earliest of equals; null without an epoch that all have.
 *
 * Source: AST, egs/esc50/get_esc_result.py: the best epoch by the accuracy averaged over the five folds, not of each fold.
 */
export function bestMeanEpoch(runs: readonly { readonly epochs: readonly EpochPoint[] }[]): number | null {
  const length = Math.min(...runs.map(({ epochs }) => epochs.length));
  if (!Number.isFinite(length) || length === 0) return null;
  const means = Array.from({ length }, (_, e) => mean(runs.map(({ epochs }) => epochs[e]?.top1 ?? NaN)));
  return means.indexOf(Math.max(...means)) + 1;
}

function overFolds(points: readonly { readonly top1: number; readonly mAP: number }[]): OverFolds | null {
  const top1 = spreadOf(points.map((point) => point.top1));
  const mAP = spreadOf(points.map((point) => point.mAP));
  return top1 && mAP && { top1, mAP };
}

/** Everything that can be said of the folds that are done, for none more than there is. */
export function crossValidate(done: readonly Pick<DoneRun, 'result'>[]): CrossValidation {
  const results = done.map(({ result }) => result);
  const epoch = results.length > 0 ? bestMeanEpoch(results) : null;
  const at = (wanted: number) => overFolds(results.flatMap(({ epochs }) => epochs[wanted - 1] ?? []));
  const ast = epoch === null ? null : at(epoch);
  const lastEpoch = results.length > 0 ? Math.min(...results.map(({ epochs }) => epochs.length)) : 0;
  const last = at(lastEpoch);
  const bests = results.flatMap(({ best }) => best ?? []);
  const best = overFolds(bests);
  const tests = results.flatMap(({ test }) => test ?? []);
  return {
    ast: ast && epoch !== null ? { ...ast, epoch } : null,
    best: best && { ...best, epochs: bests.map((one) => one.epoch) },
    last: last && { ...last, epoch: lastEpoch },
    test: tests.length === results.length ? overFolds(tests) : null,
  };
}
