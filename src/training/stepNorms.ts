import * as tf from '@tensorflow/tfjs-core';
import { layerOf } from '../model/parameters';
import { fused } from '../ops/fused';
import { tidyKeeping } from '../ops/tidyKeeping';
import type { FlatLayout } from './flat';

/** L2 norms of one step, of all trained parameters of a transformer layer together; index = layer, 0 where it trains none. */
export interface StepNorms {
  /** Of the loss gradient of the whole batch, weight decay left out. */
  readonly gradient: readonly number[];
  /** Of the parameters' change, new - old: after the optimiser, its rate and its decay. */
  readonly update: readonly number[];
  /** The same two of what lies in no layer: the head, and a trained embedding or final norm. */
  readonly outside: { readonly gradient: number; readonly update: number };
}

/** A vector [P] whose norms are wanted, or the change of one; theta comes first in an optimiser's state, [3, P]. */
export interface Normed {
  readonly values: tf.Tensor1D | tf.Tensor2D;
  readonly before?: tf.Tensor2D;
}

/** A piece of the flat vector. */
interface Span {
  readonly start: number;
  readonly size: number;
}

/** Where each group's parameters lie in the flat vector: a group for each layer, and the last one for the rest. */
export interface NormPlan {
  readonly spans: readonly (readonly Span[])[];
  /** The spans in pieces of at most `chunkSize`, group after group: int32 [n, 2], start and size. */
  readonly chunks: tf.Tensor2D;
  /** int32 [G + 1], at which chunk each group begins, and the end. */
  readonly bounds: tf.Tensor1D;
  dispose(): void;
}

/** Values that are summed one after the other, in float32, before such sums are summed. */
const SMALLEST_CHUNK = 2048;
/** More would be more workgroups than WebGPU takes along one side of a dispatch, 65,535. */
const MOST_CHUNKS = 8192;

/** @param depth L. The tables live on the current backend until `dispose`. */
export function normPlan({ names, sizes, offsets, total }: FlatLayout, depth: number): NormPlan {
  const spans: Span[][] = Array.from({ length: depth + 1 }, () => []);
  names.forEach((name, i) => {
    const group = spans[layerOf(name) ?? depth];
    const [start, size, last] = [offsets[i] ?? 0, sizes[i] ?? 0, group?.at(-1)];
    if (last && last.start + last.size === start) group?.splice(-1, 1, { start: last.start, size: last.size + size });
    else group?.push({ start, size });
  });
  const chunkSize = Math.max(SMALLEST_CHUNK, Math.ceil(total / MOST_CHUNKS));
  const chunks = spans.map((group) => group.flatMap((span) => inChunks(span, chunkSize)));
  const bounds = [0];
  for (const group of chunks) bounds.push((bounds.at(-1) ?? 0) + group.length);
  const pairs = chunks.flat().map(({ start, size }) => [start, size]);
  const tables = {
    chunks: tf.keep(tf.tensor2d(pairs, [pairs.length, 2], 'int32')),
    bounds: tf.keep(tf.tensor1d(bounds, 'int32')),
  };
  return { spans, ...tables, dispose: () => tf.dispose(Object.values(tables)) };
}

function inChunks({ start, size }: Span, chunkSize: number): Span[] {
  return Array.from({ length: Math.ceil(size / chunkSize) }, (_, i) => {
    const from = i * chunkSize;
    return { start: start + from, size: Math.min(chunkSize, size - from) };
  });
}

/** Values that a step's reading has behind its own: both norms of every group, those of the gradient first. */
export const normsSize = ({ spans }: Pick<NormPlan, 'spans'>): number => 2 * spans.length;

/**
 * A step's reading with the norms of a vector's groups behind it, [R + G], so that they are read back together. The caller
 * owns the result, and frees what it gave.
 */
export function withNorms(reading: tf.Tensor1D, normed: Normed, plan: NormPlan): tf.Tensor1D {
  const { chunks, bounds } = plan;
  const made = fused('LoaaNorms', { reading, ...normed, chunks, bounds });
  return made ? (tf.keep(made) as tf.Tensor1D) : withNormsComposed(reading, normed, plan);
}

/** The same from plain tfjs operations, on any backend. */
export function withNormsComposed(
  reading: tf.Tensor1D,
  { values, before }: Normed,
  { spans }: Pick<NormPlan, 'spans'>,
): tf.Tensor1D {
  return tidyKeeping(() => {
    const valuesOf = (span: Span) =>
      before ? tf.sub(pieceOf(values, span), pieceOf(before, span)) : pieceOf(values, span);
    const norms = spans.map((group) => normOf(group, valuesOf));
    const result = tf.concat1d([reading, tf.stack(norms) as tf.Tensor1D]);
    return { result, kept: [result] };
  });
}

/** A piece of a vector, or of the first row of a matrix. */
function pieceOf(of: tf.Tensor1D | tf.Tensor2D, { start, size }: Span): tf.Tensor {
  return of.rank === 1 ? tf.slice(of, start, size) : tf.slice(of, [0, start], [1, size]);
}

function normOf(spans: readonly Span[], valuesOf: (span: Span) => tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const sums = spans.map((span) => tf.tidy(() => sumOfSquares(tf.reshape(valuesOf(span), [-1]))));
    return sums.length === 0 ? tf.scalar(0) : tf.sqrt(tf.addN(sums));
  });
}

/** In two stages: one sum over millions of small values in float32 would lose what is behind the first of them. */
function sumOfSquares(x: tf.Tensor1D): tf.Tensor {
  const whole = x.size - (x.size % SMALLEST_CHUNK);
  const squares = tf.square(x);
  // No empty pieces: tfjs' sum of no values fails on WebGPU.
  const parts: tf.Tensor[] = [];
  if (whole > 0) parts.push(tf.sum(tf.sum(tf.reshape(tf.slice(squares, 0, whole), [-1, SMALLEST_CHUNK]), 1)));
  if (whole < x.size) parts.push(tf.sum(tf.slice(squares, whole, x.size - whole)));
  return tf.addN(parts);
}

/** The norms as they follow one another behind a reading: gradients of every layer and of the rest, then updates. */
export function normsOf(values: ArrayLike<number>): StepNorms {
  const groups = values.length / 2;
  const of = (half: 0 | 1) => Array.from({ length: groups }, (_, i) => values[half * groups + i] ?? NaN);
  const [gradient, update] = [of(0), of(1)];
  const outside = { gradient: gradient.pop() ?? NaN, update: update.pop() ?? NaN };
  return { gradient, update, outside };
}
