import type { SplitOptions } from '../dataset/types';
import { KERNELS, PLACEMENTS, planTitle, type AdapterPlan } from '../model/adapters';
import { METHODS, usesOption } from '../model/methods';
import { METHOD_DEFAULTS, type MethodOptions } from '../model/settings';
import { DEFAULT_CONFIG, RECIPES, type RunConfig } from '../training/config';
import { canonical } from './canonical';
import type { PlannedRun } from './types';

/**
 * What is varied for its own sake, or for the machine's, and belongs neither to the recipe nor to what is trained.
 */
const APART: ReadonlySet<string> = new Set([
  'learningRate',
  'seed',
  'microBatch',
  'segment',
] satisfies (keyof RunConfig)[]);

/**
 * The settings that say how any method is trained: all that a recipe may set, but for the rate. Everything else says what is
 * trained, so that a new setting of either kind needs no line here.
 */
const RECIPE_FIELDS: ReadonlySet<string> = new Set(
  ['frontEnd', 'frames', ...Object.values(RECIPES).flatMap(({ settings }) => Object.keys(settings))].filter(
    (name) => !APART.has(name),
  ),
);

/** How it is trained, without rate and seed: runs that may stand in one table have the same. */
export function recipeKey(config: RunConfig): string {
  return canonical(Object.fromEntries(Object.entries(config).filter(([name]) => RECIPE_FIELDS.has(name))));
}

/** What is trained: the method, the options that it reads, the patch stride, and whatever else is no part of a recipe. */
export function settingKey(config: RunConfig): string {
  const isRead = (name: string) =>
    !(name === 'adapters' || Object.hasOwn(METHOD_DEFAULTS, name)) ||
    usesOption(config.method, name as keyof MethodOptions);
  const own = Object.entries(config).filter(([name]) => !RECIPE_FIELDS.has(name) && !APART.has(name) && isRead(name));
  return canonical(Object.fromEntries(own));
}

/** The recipe, rate and seed of a run with nothing said of what is trained. */
export function recipeOf(config: RunConfig): RunConfig {
  const kept = Object.entries(config).filter(([name]) => RECIPE_FIELDS.has(name) || APART.has(name));
  return { ...DEFAULT_CONFIG, ...Object.fromEntries(kept) };
}

/** The split but for what folds and seeds vary. */
export function splitKey({ fold: _, seed: __, ...rest }: SplitOptions): string {
  return canonical(rest);
}

/** `r 4`, or `r 4/6` where the two placements differ. */
function bottlenecks(plan: AdapterPlan): string {
  const values = PLACEMENTS.flatMap((place) => plan[place]?.bottleneck ?? []);
  return `r ${[...new Set(values)].join('/')}`;
}

/** What a method was told of an option, as part of its name; null where it is the usual. */
const OPTION_TITLES: { readonly [K in keyof MethodOptions]: (value: MethodOptions[K]) => string | null } = {
  adapters: bottlenecks,
  layers: (layers) => layers && `layers ${layers.map((i) => i + 1).join(', ')}`,
  bias: (bias) => (bias ? 'with bias' : null),
  lora: ({ rank, alpha, targets }) => `rank ${rank}, alpha ${alpha}, ${targets.join(' ')}`,
  convpass: ({ bottleneck, scale }) => `r ${bottleneck}${scale === 1 ? '' : `, scale ${scale}`}`,
  prompts: ({ length, deep }) => `${length} tokens, ${deep ? 'deep' : 'shallow'}`,
  prefix: ({ length }) => `${length} tokens`,
};

/** The options that a method reads, in words. */
function optionTitles(config: RunConfig): readonly string[] {
  const title = <K extends keyof MethodOptions>(name: K) =>
    usesOption(config.method, name) ? OPTION_TITLES[name](config[name]) : null;
  return (Object.keys(OPTION_TITLES) as (keyof MethodOptions)[]).flatMap((name) => title(name) ?? []);
}

/** What is trained, as people call it: `Attn(T) FFN(F) r 4`, `Linear probe`, `Full fine-tuning, stride 10`. */
export function settingTitle(config: RunConfig): string {
  const { method, adapters, stride } = config;
  const name = method === 'loaa' ? planTitle(adapters) : METHODS[method].title;
  const what = [[name, ...optionTitles(config).slice(0, 1)].join(' '), ...optionTitles(config).slice(1)].join(', ');
  const [f, t] = stride;
  if (f === DEFAULT_CONFIG.stride[0] && t === DEFAULT_CONFIG.stride[1]) return what;
  return `${what}, stride ${f === t ? f : `${f}×${t}`}`;
}

/** A learning rate as the paper writes it: 5e-4, 2.5e-4. */
export function rateText(rate: number): string {
  return rate.toExponential().replace('e+0', '');
}

/** How it is trained, in a line. */
export function recipeTitle(config: RunConfig): string {
  const { optimiser, schedule, loss, epochs, batch, frames, mixup, noise } = config;
  const optimiserTitle = optimiser === 'adamw' ? 'AdamW' : optimiser === 'adam' ? 'Adam' : optimiser;
  return [
    optimiserTitle,
    schedule,
    loss.toUpperCase(),
    `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`,
    `batch ${batch}`,
    `${frames} frames`,
    ...(mixup > 0 ? [`mixup ${mixup}`] : []),
    ...(noise ? ['noise'] : []),
  ].join(', ');
}

/** A run's name: what is trained, the rate, the seed, and the fold where the data set has folds. */
export function runTitle({ config, split }: PlannedRun, folds: readonly number[]): string {
  return [
    settingTitle(config),
    rateText(config.learningRate),
    `seed ${config.seed}`,
    ...(folds.length > 0 ? [`fold ${split.fold}`] : []),
  ].join(' · ');
}

/** All kernels' letters as the paper writes them, for captions: `L 1×1, T 1×3, ...`. */
export const KERNEL_LEGEND = Object.values(KERNELS)
  .map(({ letter, title }) => `${letter}: ${title}`)
  .join(', ');
