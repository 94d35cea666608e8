import * as v from 'valibot';
import { runConfigSchema } from '../bundle/config';
import { fail } from '../core/problem';
import { COLUMN_ROLES, SEPARATORS, type ColumnRole, type Separator } from '../dataset/tableMapping';
import { RECIPES, type RecipeName, type RunConfig } from '../training/config';

const recipe = v.picklist(Object.keys(RECIPES) as [RecipeName, ...RecipeName[]]);
const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** What the columns of the data's table mean, where the guess is not to be trusted; the same as the page's form. */
const tableMapping = v.strictObject({
  table: v.string(),
  columns: v.record(v.string(), v.picklist(Object.keys(COLUMN_ROLES) as [ColumnRole, ...ColumnRole[]])),
  separator: v.optional(v.picklist(Object.keys(SEPARATORS) as [Separator, ...Separator[]]), 'none'),
});

const schema = v.strictObject({
  /** A folder on disk, or "demo" for the bundled sounds. */
  data: v.string(),
  /** "vit-nano" (bundled), a hub name such as "facebook/deit-tiny-distilled-patch16-224", or a weights file on disk. */
  backbone: v.optional(v.string(), 'vit-nano'),
  hub: v.optional(v.string()),
  revision: v.optional(v.string(), 'main'),
  recipe: v.optional(recipe, 'folder'),
  ...v.partial(runConfigSchema).entries,
  fold: v.optional(count),
  heldOutFold: v.optional(v.picklist(['validation', 'test']), 'validation'),
  trainPerClass: v.optional(v.nullable(count), null),
  /** Seed of the split where the data set prescribes none; the run's seed by default. */
  splitSeed: v.optional(v.pipe(v.number(), v.integer())),
  validationShare: v.optional(v.pipe(v.number(), v.gtValue(0), v.ltValue(1))),
  maxClips: v.optional(v.nullable(count), null),
  table: v.optional(tableMapping),
  backend: v.optional(v.picklist(['auto', 'webgpu', 'wasm', 'cpu']), 'auto'),
  /** Folder to write the trained adapter to; read by the runner, not by the page. */
  out: v.optional(v.string()),
});

export type ExperimentConfig = v.InferOutput<typeof schema>;

/** Checks an experiment's settings. @throws ProblemError naming the first that is wrong */
export function parseExperiment(value: unknown): ExperimentConfig {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  return fail(
    'experiment.config',
    v.getDotPath(issue) ?? 'The configuration',
    `is wrong: ${issue.message}.`,
    'See README.md, "Experiments from the command line".',
  );
}

/** The run's settings: the recipe, then whatever the experiment says itself. */
export function settingsOf(config: ExperimentConfig): Partial<RunConfig> {
  const own: Record<string, unknown> = {};
  for (const key of Object.keys(runConfigSchema.entries) as (keyof RunConfig)[]) {
    if (config[key] !== undefined) own[key] = config[key];
  }
  return { ...RECIPES[config.recipe].settings, ...own };
}
