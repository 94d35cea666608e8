import type { BackboneConfig } from '../weights/types';
import { usesOption } from '../model/methods';
import { chosenLayers } from '../model/settings';
import type { RunConfig } from './config';
import type { Ops } from './layerCosts';
import { memoryEstimate, type MemoryEstimate } from './memoryEstimate';
import { KEEP_ALL, type Passage } from './passage';
import { runSizes, type RunSizes } from './runSizes';

/** What the device has. */
export interface MemoryLimit {
  /** Bytes that a run may take. */
  readonly bytes: number;
  /** Bytes of the largest tensor that can be bound at once; null where there is no such limit. */
  readonly binding: number | null;
  readonly ops: Ops;
  /** Whether the backend runs whole passes by kernels, for the models that they know. */
  readonly passes: boolean;
}

/** How a run goes through its batches, and what that takes. */
export interface MemoryPlan {
  readonly passage: Passage;
  readonly estimate: MemoryEstimate;
  readonly fits: boolean;
}

/**
 * Tokens at once that still keep a graphics processor busy: micro-batches are made smaller than that only when making layers
 * anew, a third more work, is not enough.
 */
const ENOUGH_TOKENS = 1024;

/** The sizes of micro-batches that divide a batch as evenly as can be, the largest first. */
export function sizesOf(batch: number): readonly number[] {
  const sizes = Array.from({ length: batch }, (_, i) => Math.ceil(batch / (i + 1)));
  return [...new Set(sizes)];
}

function fitsIn({ total, largest }: MemoryEstimate, { bytes, binding }: MemoryLimit): boolean {
  return total <= bytes && (binding === null || largest <= binding);
}

/**
 * The fastest passage that fits. What the settings fix stays; of the rest, in this order: the largest micro-batch of no fewer
 * than `ENOUGH_TOKENS` tokens with all activations kept; the largest such one with layers made anew, as many at a time as
 * fit; the same with frozen matrices in 16 bits, where kernels run whole passes; smaller ones in 32 bits, both
 * ways, and at last in 16. Where nothing fits, the one that takes least.
 */
export function planMemory(
  sizes: RunSizes,
  wanted: Pick<RunConfig, 'batch' | 'microBatch' | 'segment'>,
  limit: MemoryLimit,
): MemoryPlan {
  const { batch } = wanted;
  const isWhole = limit.passes && sizes.fusable;
  const layers = sizes.depth - sizes.start.layer;
  const micro = wanted.microBatch === null ? sizesOf(batch) : [Math.min(batch, wanted.microBatch)];
  const segments =
    wanted.segment !== null
      ? []
      : isWhole
        ? [1]
        : Array.from({ length: Math.max(0, layers - 1) }, (_, i) => layers - 1 - i);
  const kept = wanted.segment ?? KEEP_ALL;
  const large = micro.filter((size, i) => i === 0 || size * sizes.tokens >= ENOUGH_TOKENS);
  const small = micro.filter((size) => !large.includes(size));
  const inHalves = (microBatch: number): readonly Passage[] =>
    isWhole ? [{ batch, microBatch, segment: wanted.segment ?? 1, halves: true }] : [];
  const candidates: readonly Passage[] = [
    ...large.map((microBatch) => ({ batch, microBatch, segment: kept })),
    ...large.flatMap((microBatch) => segments.map((segment) => ({ batch, microBatch, segment }))),
    ...large.flatMap(inHalves),
    ...small.flatMap((microBatch) => [kept, ...segments].map((segment) => ({ batch, microBatch, segment }))),
    ...small.flatMap(inHalves),
  ];
  const plans = candidates.map((passage): MemoryPlan => {
    const estimate = memoryEstimate(sizes, passage, limit.ops, isWhole);
    return { passage, estimate, fits: fitsIn(estimate, limit) };
  });
  const least = plans.reduce((a, b) => (b.estimate.total < a.estimate.total ? b : a));
  return plans.find((plan) => plan.fits) ?? least;
}

/** A change of settings that makes a run smaller, and what it saves. */
export interface Remedy {
  readonly name: RemedyName;
  readonly patch: Partial<RunConfig>;
  /** What it would take then. */
  readonly plan: MemoryPlan;
  /** Bytes less. */
  readonly saves: number;
}

const half = (value: number, step: number) => Math.max(step, Math.round(value / 2 / step) * step);

/** What may be changed, the least loss first; null where there is nothing to change. */
const REMEDIES = {
  /** As many at once as fit, where a number was set. */
  microBatch: ({ microBatch }) => (microBatch === null ? null : { microBatch: null }),
  /** Layers made anew, where that was forbidden or set. */
  segment: ({ segment }) => (segment === null ? null : { segment: null }),
  stride: ({ stride }, { patch }) =>
    stride[0] < patch[0] || stride[1] < patch[1] ? { stride: [patch[0], patch[1]] as const } : null,
  layers: (config, { depth }) => {
    if (!usesOption(config.method, 'layers')) return null;
    const chosen = chosenLayers(config, depth);
    return chosen.length > 1 ? { layers: chosen.slice(Math.floor(chosen.length / 2)) } : null;
  },
  frames: ({ frames }, { patch }) => (frames > patch[1] ? { frames: half(frames, patch[1]) } : null),
  method: ({ method }) => (method === 'full' || method === 'bitfit' ? { method: 'loaa' as const } : null),
} as const satisfies Record<string, (config: RunConfig, backbone: BackboneConfig) => Partial<RunConfig> | null>;

export type RemedyName = keyof typeof REMEDIES;

/** Less than this share is no help. */
const LEAST_SAVING = 0.03;

/** The changes that help, with what each of them alone saves; the ones that make the run fit first. */
export function remediesFor(
  config: RunConfig,
  backbone: BackboneConfig,
  classes: number,
  limit: MemoryLimit,
): readonly Remedy[] {
  const now = planMemory(runSizes(config, backbone, classes), config, limit).estimate.total;
  const found = (Object.keys(REMEDIES) as RemedyName[]).flatMap((name): Remedy[] => {
    const patch = REMEDIES[name](config, backbone);
    if (!patch) return [];
    const then = { ...config, ...patch };
    const plan = planMemory(runSizes(then, backbone, classes), then, limit);
    const saves = now - plan.estimate.total;
    return saves > LEAST_SAVING * now ? [{ name, patch, plan, saves }] : [];
  });
  return [...found.filter(({ plan }) => plan.fits), ...found.filter(({ plan }) => !plan.fits)];
}
