import { KERNELS, NO_ADAPTERS, PLACEMENTS, planTitle, type AdapterPlan } from '../model/adapters';
import { METHODS } from '../model/methods';
import type { SplitOptions } from '../dataset/types';
import { DEFAULT_CONFIG, type RunConfig } from '../training/config';
import { canonical } from './canonical';
import type { PlannedRun } from './types';

/**
 * The settings that say how any method is trained. Everything else of a run but its seed and its learning rate says what is
 * trained, so that a new setting of a method needs no line here.
 */
const RECIPE_FIELDS = [
  'frontEnd',
  'frames',
  'optimiser',
  'schedule',
  'loss',
  'epochs',
  'batch',
  'specAugment',
  'mixup',
  'noise',
] as const satisfies readonly (keyof RunConfig)[];

const isRecipeField = (name: string) => (RECIPE_FIELDS as readonly string[]).includes(name);

/** How it is trained, without rate and seed: runs that may stand in one table have the same. */
export function recipeKey(config: RunConfig): string {
  return canonical(Object.fromEntries(Object.entries(config).filter(([name]) => isRecipeField(name))));
}

/** What is trained: method, adapters, patch stride, and whatever a method brings beside. */
export function settingKey(config: RunConfig): string {
  const { seed: _, learningRate: __, ...rest } = config;
  const own = Object.entries(rest).filter(([name]) => !isRecipeField(name));
  const adapters = METHODS[config.method].usesAdapters ? config.adapters : NO_ADAPTERS;
  return canonical({ ...Object.fromEntries(own), adapters });
}

/** The recipe, rate and seed of a run with nothing said of what is trained. */
export function recipeOf(config: RunConfig): RunConfig {
  const kept = Object.entries(config).filter(([name]) => isRecipeField(name));
  return {
    ...DEFAULT_CONFIG,
    ...Object.fromEntries(kept),
    learningRate: config.learningRate,
    seed: config.seed,
  };
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

/** What is trained, as people call it: `Attn(T) FFN(F) r 4`, `Linear probe`, `Full fine-tuning, stride 10`. */
export function settingTitle(config: RunConfig): string {
  const { method, adapters, stride } = config;
  const row = METHODS[method];
  const plan = `${planTitle(adapters)} ${bottlenecks(adapters)}`;
  const what = method === 'loaa' ? plan : row.usesAdapters ? `${row.title} ${plan}` : row.title;
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
