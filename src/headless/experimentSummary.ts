import type { EpochPoint } from '../training/train';
import { canonical } from '../sweep/canonical';
import { bestMeanEpoch } from '../sweep/crossValidation';
import { groupBy } from '../sweep/group';
import { spreadOf } from '../sweep/statistics';

/** What a summary needs of a run. */
interface Summarised {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly result: {
    readonly top1: number | null;
    readonly mAP: number | null;
    readonly part: 'test' | 'validation';
    readonly validation: readonly EpochPoint[];
  };
}

interface Pair {
  readonly top1: number;
  readonly mAP: number;
}

/** Mean and sample deviation (n - 1 below; null of a single run) of top-1 and mAP. */
export interface Summary {
  readonly mean: Pair | null;
  readonly deviation: Pair | null;
  readonly count: number;
}

export interface GroupSummary extends Summary {
  readonly settings: Readonly<Record<string, unknown>>;
  /**
   * Where folds were held out for validation: the one epoch whose mean over the folds of a seed is best (AST's
   * get_esc_result.py), and the last epoch, where nothing is chosen.
   */
  readonly crossValidation: { readonly ast: Summary; readonly astEpoch: number | null; readonly last: Summary } | null;
}

export interface SeriesSummary extends Summary {
  /** The runs that differ in seed and fold alone. */
  readonly groups: readonly GroupSummary[];
}

function summary(pairs: readonly Pair[]): Summary {
  const top1 = spreadOf(pairs.map((pair) => pair.top1));
  const mAP = spreadOf(pairs.map((pair) => pair.mAP));
  const deviation =
    top1?.deviation != null && mAP?.deviation != null ? { top1: top1.deviation, mAP: mAP.deviation } : null;
  return { mean: top1 && mAP && { top1: top1.mean, mAP: mAP.mean }, deviation, count: pairs.length };
}

/** The reported number of each run that has one. */
function reported(runs: readonly Summarised[]): Pair[] {
  return runs.flatMap(({ result: { top1, mAP } }) => (top1 === null || mAP === null ? [] : [{ top1, mAP }]));
}

function overFolds(runs: readonly Summarised[]): GroupSummary['crossValidation'] {
  if (!runs.every(({ settings, result }) => 'fold' in settings && result.part === 'validation')) return null;
  const bySeed = [...groupBy(runs, ({ settings }) => canonical(settings.seed ?? null)).values()];
  const epochs = bySeed.map((ofSeed) => bestMeanEpoch(ofSeed.map(({ result }) => ({ epochs: result.validation }))));
  const at = bySeed.flatMap((ofSeed, i) =>
    ofSeed.flatMap(({ result }) => result.validation[(epochs[i] ?? 0) - 1] ?? []),
  );
  return {
    ast: summary(at),
    astEpoch: epochs.length === 1 ? (epochs[0] ?? null) : null,
    last: summary(runs.flatMap(({ result }) => result.validation.at(-1) ?? [])),
  };
}

/** All runs together, and apart by whatever differs beside seed and fold. */
export function summariseSeries(runs: readonly Summarised[]): SeriesSummary {
  const settingsOf = ({ settings: { seed: _, fold: __, ...rest } }: Summarised) => rest;
  const groups = groupBy(runs, (run) => canonical(settingsOf(run)));
  return {
    ...summary(reported(runs)),
    groups: [...groups.values()].flatMap((group) => {
      const [first] = group;
      return first
        ? [{ settings: settingsOf(first), ...summary(reported(group)), crossValidation: overFolds(group) }]
        : [];
    }),
  };
}
