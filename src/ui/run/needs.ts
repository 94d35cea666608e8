import { canMeasure, deviceMemory, limitOf, preflightKey } from '../../session/preflight';
import type { AppState } from '../../store/state';
import { epochSeconds, type StepTimes } from '../../training/epochTime';
import { deviceBytes } from '../../training/memoryLimit';
import { planMemory, remediesFor, type MemoryPlan, type Remedy, type RemedyName } from '../../training/memoryPlan';
import { runSizes } from '../../training/runSizes';
import { checkConfig } from '../adapter/checkConfig';
import { bytes, count, significant } from '../format';

/** What the next run needs, as far as it is known before it starts. */
export interface Needs {
  readonly plan: MemoryPlan;
  /** The whole of the memory that it lies in, in bytes, and what that is called. */
  readonly whole: number;
  readonly memory: string;
  /** Whether the person says how much there is. */
  readonly isSaid: boolean;
  /** What to change where it does not fit. */
  readonly remedies: readonly Remedy[];
  /** Names the settings that a measurement is of. */
  readonly key: string;
  readonly times: StepTimes | null;
  readonly epoch: { readonly first: number; readonly later: number } | null;
  /** Whether these settings were measured already, also where that failed. */
  readonly isMeasured: boolean;
  readonly canMeasure: boolean;
  /** Whether a step is measured unasked: not where one may take long, on a processor that stands in for a graphics card. */
  readonly isAutomatic: boolean;
}

/** What of the page's state the needs depend on. */
export type NeedsState = Pick<AppState, 'engine' | 'backbone' | 'data' | 'config' | 'preflight' | 'run' | 'sweep'>;

/** Null where data, backbone or engine are missing still, or where a setting is off. */
export function needsOf(state: NeedsState): Needs | null {
  const { engine, backbone, data, config, preflight } = state;
  const key = preflightKey(state);
  if (!engine.backend || !backbone.summary || !data.dataset || !data.split || key === null) return null;
  const model = backbone.summary.config;
  if (checkConfig(config, model).length > 0) return null;
  const classes = data.dataset.classes.length;
  const limit = limitOf(state);
  const plan = planMemory(runSizes(config, model, classes), config, limit);
  const times = preflight.measured?.key === key ? preflight.measured.times : null;
  const clips = { train: data.split.train.length, validation: data.split.validation.length };
  const { name, software } = engine.backend;
  const isSaid = name === 'webgpu' && !software;
  return {
    plan,
    whole: deviceBytes(engine.backend, preflight.graphicsBytes, deviceMemory()),
    memory: isSaid ? 'graphics memory' : name === 'wasm' ? 'WebAssembly memory' : 'memory',
    isSaid,
    remedies: plan.fits ? [] : remediesFor(config, model, classes, limit),
    key,
    times,
    epoch: times && epochSeconds(times, config, clips),
    isMeasured: preflight.measured?.key === key,
    canMeasure: canMeasure(state) && plan.fits,
    isAutomatic: name === 'wasm' || isSaid,
  };
}

/** What it needs of what there is, in a sentence. */
export function memoryText({ plan, whole, memory }: Pick<Needs, 'plan' | 'whole' | 'memory'>): string {
  const { estimate, passage, fits } = plan;
  const all = `${bytes(estimate.total)} of the ${bytes(whole)} of ${memory}`;
  if (!fits) return `Needs about ${all}, some of which must stay free: this run will not fit.`;
  const ways = [
    ...(passage.microBatch < passage.batch ? [`micro-batches of ${count(passage.microBatch)}`] : []),
    ...(passage.segment > 0 ? [`layers made anew`] : []),
  ];
  return `Needs about ${all}${ways.length > 0 ? `, with ${ways.join(' and ')}` : ''}.`;
}

/** An estimate of time, no more exact than it is: `4 s`, `1.5 min`, `2 h`. */
function roughly(value: number): string {
  if (value < 1) return 'less than 1 s';
  if (value < 60) return `${significant(value, 2)} s`;
  return value < 3600 ? `${significant(value / 60, 2)} min` : `${significant(value / 3600, 2)} h`;
}

/** An epoch that takes less than this share of the first is worth a word. */
const MUCH_LESS = 0.8;

/** How long an epoch takes, in a sentence. */
export function epochText(
  { first, later }: { readonly first: number; readonly later: number },
  measured: StepTimes['measured'],
): string {
  const how = measured === 'step' ? 'by a measured step' : 'reckoned from one layer';
  return later < MUCH_LESS * first
    ? `About ${roughly(first)} for the first epoch and ${roughly(later)} for each later one, ${how}.`
    : `About ${roughly(first)} an epoch, ${how}.`;
}

const REMEDY_TITLES: Readonly<Record<RemedyName, (remedy: Remedy) => string>> = {
  microBatch: ({ plan }) => `Micro-batches of ${count(plan.passage.microBatch)}`,
  segment: () => 'Make layers anew',
  stride: () => 'No patch overlap',
  layers: ({ patch }) => `Train the upper ${count(patch.layers?.length ?? 0)} layers only`,
  frames: ({ patch }) => `${count(patch.frames ?? 0)} frames a clip`,
  method: () => 'Look-Aside Adapters, the backbone frozen',
};

/** What a change is called. */
export function remedyTitle(remedy: Remedy): string {
  return REMEDY_TITLES[remedy.name](remedy);
}

/** What a change saves, and whether that is enough. */
export function savingText({ saves, plan }: Remedy): string {
  return `saves ${bytes(saves)}${plan.fits ? ', and then it fits' : ''}`;
}
