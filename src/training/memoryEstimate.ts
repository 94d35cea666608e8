import { FUSED_VECTORS, fusedBytes, largestBinding, weightBytes, type FusedSizes } from '../fused/memory';
import { kernelsOf } from '../model/methods';
import { aheadOfLayer, tapeOfLayer, type Ops } from './layerCosts';
import { fusedChoiceOf, KEEP_ALL, type Passage } from './passage';
import type { RunSizes } from './runSizes';

/** Bytes that a run holds on the device at its most. */
export interface MemoryEstimate {
  /** Frozen weights. */
  readonly weights: number;
  /** Trained weights, the optimiser's moments, the copies of the best epoch, and what a step makes of them. */
  readonly optimiser: number;
  /** Activations and their gradients, and the inputs. */
  readonly activations: number;
  readonly total: number;
  /** The largest single tensor, which WebGPU binds as a whole. */
  readonly largest: number;
}

/** Bytes of a float32. */
const FLOAT = 4;

/** Values of activations held at a moment, and which share of the trained values has its gradient by then. */
interface Moment {
  readonly activations: number;
  readonly gradients: number;
}

/** A way of running steps: what it holds beside the frozen weights. */
interface Way {
  readonly title: string;
  /** Bytes of a frozen value. */
  readonly weightBytes: number;
  /** Vectors of P that last from step to step: theta, its views, two moments, the first and the best theta. */
  readonly lastingVectors: number;
  /** Vectors of P more while gradients are gathered; one more of them where there are micro-batches. */
  readonly gradientVectors: number;
  /** Vectors of P more in the optimiser's step. */
  readonly stepVectors: Readonly<Record<Ops, number>>;
  /** The moments at which most is held. */
  readonly moments: (sizes: RunSizes, passage: Passage, ops: Ops) => readonly Moment[];
}

const TAPE_VECTORS = {
  weightBytes: FLOAT,
  lastingVectors: 6,
  gradientVectors: 1,
  stepVectors: { composed: 13, kernels: 4 },
};

/** The ways of running; `memoryEstimate` takes the row that a passage and an engine ask for. */
export const WAYS = {
  tape: { title: 'All activations kept', ...TAPE_VECTORS, moments: wholeTape },
  'tape-segments': { title: 'Layers made anew', ...TAPE_VECTORS, moments: segmentedTape },
} as const satisfies Record<string, Way>;

export type WayName = keyof typeof WAYS;

/** The way that a passage takes. */
export function wayOf({ depth, start }: RunSizes, { segment }: Pick<Passage, 'segment'>): WayName {
  return segment === KEEP_ALL || segment >= depth - start.layer ? 'tape' : 'tape-segments';
}

/**
 * The bytes that a run needs on the device at its most, counted from sizes alone:
 *
 *   4 (frozen + 6 P + F W p q)  +  max(4 (P + b A), 4 s P)  +  inputs of a micro-batch
 *
 * with P trained values, s vectors of which an optimiser's step makes (13 by tfjs' operations, 4 by our kernel), an index of
 * all values of all patches, b clips at once, and A values of activations per clip: over the layers i from the first trained
 * one, the sum of t_i, where t_i = 42 N d + 11 N f + 6 h N^2 + 8 N (f the FFN's width; 20 N d + 4 N f with kernels of ours)
 * and what the method adds (layerCosts.ts). Where only `segment` layers are kept at a time, the largest sum over a segment,
 * and N d for what enters each. What runs outside the tape holds the embedding, F W p q + 3 N d, or one layer at a time,
 * and counts where that is more: a linear probe, an evaluation.
 *
 * `isWhole`: kernels run whole passes, over memory that they count themselves (fused/memory.ts).
 *
 * Counts tensors. tfjs keeps freed buffers of WebGPU for reuse by size, and WebAssembly's heap has gaps: `memoryLimit`
 * leaves room for both. Maps of attention hold a backbone of their own.
 */
export function memoryEstimate(sizes: RunSizes, passage: Passage, ops: Ops, isWhole = false): MemoryEstimate {
  if (isWhole) return wholePasses(sizes, passage);
  const way: Way = WAYS[wayOf(sizes, passage)];
  const { frozen, trained, inputSize, classes, dim, tokens, start } = sizes;
  const isSplit = passage.microBatch < passage.batch;
  const entering = { sound: 0, tokens: tokens * dim, pooled: dim }[start.stage];
  const inputs = passage.microBatch * (inputSize + classes + entering);
  const moments = way.moments(sizes, passage, ops);
  const activations = Math.max(...moments.map((moment) => moment.activations)) + inputs;
  const vectorsAt = ({ gradients }: Moment) => way.gradientVectors * gradients + (isSplit ? 1 : 0);
  const passing = Math.max(...moments.map((moment) => moment.activations + inputs + vectorsAt(moment) * trained));
  const most = Math.max(passing, way.stepVectors[ops] * trained);
  const weights = way.weightBytes * frozen;
  const tables = sizes.patches * sizes.patchArea;
  const total = weights + FLOAT * (way.lastingVectors * trained + most + tables);
  return {
    weights,
    activations: FLOAT * activations,
    optimiser: Math.max(0, total - weights - FLOAT * activations),
    total,
    largest: largestTensor(sizes, passage, ops),
  };
}

/** Theta of the first and of the best epoch, and theta by name while the run is evaluated. */
const KEPT_THETAS = 3;

/** The sizes of a run as whole passes by kernels count them, for so many clips at once. */
export function fusedSizes(sizes: RunSizes, microBatch: number): FusedSizes {
  const kernels = kernelsOf(sizes.settings);
  return {
    ...sizes,
    B: microBatch,
    patch: sizes.patchArea,
    input: sizes.inputSize,
    first: sizes.start.layer,
    bottlenecks: [kernels.attn?.bottleneck ?? 0, kernels.ffn?.bottleneck ?? 0],
    rest: sizes.frozen - sizes.matrices,
  };
}

/** Whole passes by kernels have a formula of their own (fused/memory.ts). */
function wholePasses(sizes: RunSizes, passage: Passage): MemoryEstimate {
  const own = fusedSizes(sizes, passage.microBatch);
  const choice = fusedChoiceOf(passage);
  const weights = weightBytes(own, choice);
  const optimiser = FLOAT * (FUSED_VECTORS + KEPT_THETAS) * own.trained;
  const passes = fusedBytes(own, choice);
  const total = passes + FLOAT * KEPT_THETAS * own.trained;
  return { weights, optimiser, activations: total - weights - optimiser, total, largest: largestBinding(own) };
}

/** Outside the tape: the embedding, and one layer at a time. */
function ahead(sizes: RunSizes, microBatch: number, ops: Ops): number {
  const { patches, patchArea, tokens, dim, start } = sizes;
  const embedding = patches * patchArea + 3 * tokens * dim;
  const layers = start.stage === 'sound' || start.layer > 0 ? aheadOfLayer(sizes, ops) : 0;
  return microBatch * Math.max(embedding, layers);
}

function tapeOf(sizes: RunSizes, from: number, to: number, ops: Ops, isLowest: boolean): number {
  let values = 0;
  for (let i = from; i < to; i++) values += tapeOfLayer(sizes, i, ops, isLowest);
  return values;
}

/** The trained embedding: what its tape keeps. */
function embeddingTape({ start, patches, patchArea, tokens, dim }: RunSizes): number {
  return start.stage === 'sound' ? patches * patchArea + 5 * tokens * dim : 0;
}

function wholeTape(sizes: RunSizes, { microBatch }: Passage, ops: Ops): readonly Moment[] {
  const tape = tapeOf(sizes, sizes.start.layer, sizes.depth, ops, true) + embeddingTape(sizes) + headTape(sizes);
  return [
    { activations: microBatch * tape, gradients: 1 },
    { activations: ahead(sizes, microBatch, ops), gradients: 0 },
  ];
}

function segmentedTape(sizes: RunSizes, { microBatch, segment }: Passage, ops: Ops): readonly Moment[] {
  const { start, depth, tokens, dim } = sizes;
  const moments: Moment[] = [{ activations: microBatch * embeddingTape(sizes), gradients: 1 }];
  let kept = 0;
  for (let to = depth; to > start.layer; to -= segment) {
    const from = Math.max(start.layer, to - segment);
    const below = Math.ceil((from - start.layer) / segment) + 1;
    kept = Math.max(kept, below);
    const isTop = to === depth;
    const own = tapeOf(sizes, from, to, ops, from === start.layer) + (isTop ? headTape(sizes) : tokens * dim);
    const activations = microBatch * (own + below * tokens * dim);
    moments.push({ activations, gradients: (depth - from) / (depth - start.layer) });
  }
  const forwards = ahead(sizes, microBatch, ops) + microBatch * kept * tokens * dim;
  return [...moments, { activations: forwards, gradients: 0 }];
}

/** Pooling and head: a few of the clip's vectors and logits, and the gradient of all tokens. */
function headTape({ start, tokens, dim, classes }: RunSizes): number {
  return start.stage === 'pooled' ? 12 * dim + 8 * classes : 3 * tokens * dim;
}

function largestTensor(sizes: RunSizes, { microBatch }: Passage, ops: Ops): number {
  const { tokens, dim, mlpDim, heads, patches, patchArea, largestWeight, trained } = sizes;
  const scores = ops === 'composed' ? heads * tokens ** 2 : 0;
  const activation = Math.max(tokens * Math.max(3 * dim, mlpDim), scores, patches * patchArea);
  // The optimiser's state is theta and its two moments.
  return FLOAT * Math.max(microBatch * activation, largestWeight, 3 * trained);
}
