import type { RunConfig } from '../training/config';
import { AXES, AXIS_NAMES, type AxisContext, type AxisName, type Draft } from './axes';
import { canonical } from './canonical';
import type { PlannedRun } from './types';

/** Every way to take one value of each list, the last list varying fastest. One empty way of no lists. */
export function product<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (ways, list) => ways.flatMap((way) => list.map((value) => [...way, value])),
    [[]],
  );
}

/** The chosen values by axis; an axis without values does not vary. */
export type GridChoice = Readonly<Partial<Record<AxisName, readonly string[]>>>;

/** More than this is a slip of the pen. */
export const MOST_RUNS = 2000;

/** How many runs a grid has, before equal ones are dropped. */
export function gridSize(choice: GridChoice): number {
  return AXIS_NAMES.reduce((size, name) => size * Math.max(1, choice[name]?.length ?? 0), 1);
}

/** Runs without those whose settings and split came before: a kernel has no say in a linear probe, say. */
function distinct(runs: readonly PlannedRun[]): readonly PlannedRun[] {
  const seen = new Set<string>();
  return runs.filter((run) => {
    const key = canonical([run.config, run.split]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/**
 * The runs of a grid: the Cartesian product of the chosen values over what is set on the page.
 * @param byValidation the learning rates are candidates, one of which validation chooses (see rateChoice.ts)
 * @throws ProblemError naming the axis and the value that is none of it
 */
export function gridRuns(
  choice: GridChoice,
  base: Draft,
  context: AxisContext,
  byValidation = false,
): readonly PlannedRun[] {
  const names = AXIS_NAMES.filter((name) => (choice[name]?.length ?? 0) > 0);
  const ways = product(names.map((name) => (choice[name] ?? []).map((value) => ({ name, value }))));
  const drafts = ways.map((way) =>
    way.reduce<Draft>((draft, { name, value }) => AXES[name].apply(value, draft, context), base),
  );
  const rates =
    byValidation && (choice.learningRate?.length ?? 0) > 1
      ? [...new Set(drafts.map(({ config }) => config.learningRate))]
      : null;
  return distinct(drafts.map((draft) => ({ ...draft, rates })));
}

/** One run for each fold, everything else alike. */
export function foldRuns(base: Draft, folds: readonly number[]): readonly PlannedRun[] {
  return folds.map((fold) => ({ ...base, split: { ...base.split, fold }, rates: null }));
}

/** Each run with each seed, and with each fold where there are folds. */
export function repeated(
  configs: readonly RunConfig[],
  split: Draft['split'],
  seeds: readonly number[],
  folds: readonly number[],
): readonly PlannedRun[] {
  const each = folds.length > 0 ? folds : [split.fold];
  return configs.flatMap((config) =>
    seeds.flatMap((seed) =>
      each.map((fold) => ({ config: { ...config, seed }, split: { ...split, fold }, rates: null })),
    ),
  );
}
