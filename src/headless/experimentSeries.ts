import * as v from 'valibot';
import { runConfigSchema } from '../bundle/config';
import { fail } from '../core/problem';
import { canonical } from '../sweep/canonical';
import { product } from '../sweep/plan';
import { parseExperiment, type ExperimentConfig } from './experimentConfig';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const seed = v.pipe(v.number(), v.integer());
const axes = v.record(v.string(), v.pipe(v.array(v.unknown()), v.minLength(1)));

/** What makes one configuration many runs; the rest of it is an experiment as ever. */
const seriesSchema = v.object({
  seeds: v.optional(v.pipe(v.array(seed), v.minLength(1))),
  folds: v.optional(v.union([v.literal('all'), v.pipe(v.array(count), v.minLength(1))])),
  /** Any setting of an experiment with the values that it is to take, every combination a run. */
  grid: v.optional(axes),
  /** A file that keeps each finished run; read by the runner, not by the page. */
  resume: v.optional(v.string()),
});

const SERIES_FIELDS = Object.keys(seriesSchema.entries);

/** Settings that a grid may vary: those of the run, and of the split. What is loaded stays the same. */
const GRID_FIELDS = new Set([
  ...Object.keys(runConfigSchema.entries),
  'recipe',
  'fold',
  'heldOutFold',
  'trainPerClass',
  'splitSeed',
  'validationShare',
  'maxClips',
]);

/** One run of a series: a whole experiment, and what it differs in from the others. */
export interface SeriesRun {
  /** Follows from everything that decides the run; what a resumed series knows it by. */
  readonly key: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly config: ExperimentConfig;
}

/** Whether a configuration asks for several runs. */
export function isSeries(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ['seeds', 'folds', 'grid'].some((field) => field in value);
}

/** The data set's folds are known only once it is read. */
type Folds = readonly number[];

/**
 * The runs of a configuration with `seeds`, `folds` or `grid`: every combination, the grid's last setting and then seeds and
 * folds varying fastest.
 * @param folds those of the data set, for `"folds": "all"`
 * @throws ProblemError naming the first setting that is wrong
 */
export function seriesRuns(value: unknown, folds: Folds): readonly SeriesRun[] {
  const parsed = v.safeParse(seriesSchema, value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return wrong(v.getDotPath(issue) ?? 'The configuration', `is wrong: ${issue.message}.`);
  }
  const { seeds, folds: wanted, grid = {} } = parsed.output;
  for (const [name, given] of [
    ['seed', seeds],
    ['fold', wanted],
  ] as const) {
    if (given && name in grid) wrong(`grid.${name}`, `is given twice: there is "${name}s" beside it.`);
  }
  for (const name of Object.keys(grid)) {
    if (!GRID_FIELDS.has(name)) wrong(`grid.${name}`, 'is no setting that a grid can vary.');
  }
  if (wanted === 'all' && folds.length === 0) wrong('folds', 'asks for all folds, but the data set has none.');
  const lists: Readonly<Record<string, readonly unknown[]>> = {
    ...grid,
    ...(seeds && { seed: seeds }),
    ...(wanted && { fold: wanted === 'all' ? folds : wanted }),
  };
  const names = Object.keys(lists);
  const base = Object.fromEntries(Object.entries(value as object).filter(([name]) => !SERIES_FIELDS.includes(name)));
  const ways = product(names.map((name) => lists[name] ?? []));
  return ways.map((way) => {
    const settings = Object.fromEntries(names.map((name, i) => [name, way[i]]));
    const config = parseExperiment({ ...base, ...settings });
    const { out: _, backend: __, ...decisive } = config;
    return { key: canonical(decisive), settings, config };
  });
}

function wrong(subject: string, cause: string): never {
  return fail('experiment.config', subject, cause, 'See README.md, "Experiments from the command line".');
}
