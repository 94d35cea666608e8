import * as tf from '@tensorflow/tfjs-core';
import { pulse } from './pulse';

/**
 * Kernels of ours, by the name under which a backend may register them. Where the current backend has one it is used; the
 * composition of plain tfjs operations beside each call serves everywhere else, and is what tests compare with.
 */
export type FusedName =
  /** a W^T + bias in one pass: a [R, i], W [o, i], bias [o]. */
  | 'LoaaLinear'
  | 'LoaaLayerNorm'
  | 'LoaaLayerNormGradient'
  | 'LoaaGelu'
  | 'LoaaGeluGradient'
  | 'LoaaAttention'
  | 'LoaaAttentionGradient'
  | 'LoaaGatherTaps'
  | 'LoaaSumTaps'
  /** One optimiser step on theta, m and v at once. */
  | 'LoaaAdam'
  /** A step's reading, and behind it norms of a vector, or of the difference of two, by group (training/stepNorms.ts). */
  | 'LoaaNorms';

/** For benchmarks: while on, backends start with tfjs' own kernels only, and every composition is used as it stands. */
export const NO_FUSED_KERNELS = { on: false };

/** Runs a kernel of ours on the current backend, or answers null where it has none (or it declines these shapes). */
export function fused(
  name: FusedName,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attributes: Readonly<Record<string, number>> = {},
): tf.Tensor | null {
  pulse();
  if (!tf.getKernel(name, tf.getBackend())) return null;
  return tf.engine().runKernel(name, inputs, attributes) as tf.Tensor;
}
