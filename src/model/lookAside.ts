import * as tf from '@tensorflow/tfjs-core';
import { gelu } from '../ops/gelu';
import { gatherTaps, sumTaps, type TapTable } from '../ops/taps';
import type { Weight } from '../weights/types';

/**
 * The Look-Aside Adapter, f(h U_down) U_up of equation (2): two bias-free convolutions with the same kernel around a GELU,
 * written as matrix products over shifted tokens. Both weights are held as [k r, d] (see `toEngine`).
 *
 * down: token n sums, over taps t, what its neighbour's product with tap t gives, so the product comes first and the
 * shift moves r channels instead of d. up: the r channels of all neighbours side by side, then one product.
 *
 * @param h [B, N, d], the LayerNorm output that the block reads too  @returns [B, N, d], to be added to the block's output
 * Source: paper equation (2); reference/loaa_reference.py, LookAsideAdapter.
 */
export function lookAside(h: tf.Tensor3D, down: tf.Tensor, up: tf.Tensor, table: TapTable): tf.Tensor3D {
  const [B, N, d] = h.shape;
  const perTap = tf.reshape(tf.matMul(tf.reshape(h, [B * N, d]), down, false, true), [B, N, -1]); // [B, N, k r]
  const z = gelu(sumTaps(perTap as tf.Tensor3D, table)) as tf.Tensor3D; // [B, N, r]
  const beside = tf.reshape(gatherTaps(z, table), [B * N, -1]); // [B N, k r]
  return tf.reshape(tf.matMul(beside, up), [B, N, d]);
}

/** PyTorch's convolution layout to the engine's [k r, d]: down [r, d, kf, kt] -> (tap, r, d); up [d, r, kf, kt] -> (tap, r, d). */
export function toEngine(kind: 'down' | 'up', weight: Weight): Weight {
  const [a = 0, b = 0, kf = 0, kt = 0] = weight.shape;
  const k = kf * kt;
  const [r, d] = kind === 'down' ? [a, b] : [b, a];
  const data = new Float32Array(weight.data.length);
  for (let t = 0; t < k; t++) {
    for (let i = 0; i < r; i++) {
      for (let j = 0; j < d; j++) data[(t * r + i) * d + j] = weight.data[torchOffset(kind, i, j, t, r, d, k)] ?? 0;
    }
  }
  return { shape: [k * r, d], data };
}

/** The inverse of `toEngine`. */
export function toTorch(kind: 'down' | 'up', weight: Weight, extent: readonly [number, number]): Weight {
  const [kf, kt] = extent;
  const k = kf * kt;
  const d = weight.shape[1] ?? 0;
  const r = (weight.shape[0] ?? 0) / k;
  const data = new Float32Array(weight.data.length);
  for (let t = 0; t < k; t++) {
    for (let i = 0; i < r; i++) {
      for (let j = 0; j < d; j++) data[torchOffset(kind, i, j, t, r, d, k)] = weight.data[(t * r + i) * d + j] ?? 0;
    }
  }
  return { shape: kind === 'down' ? [r, d, kf, kt] : [d, r, kf, kt], data };
}

function torchOffset(kind: 'down' | 'up', i: number, j: number, t: number, r: number, d: number, k: number): number {
  return kind === 'down' ? (i * d + j) * k + t : (j * r + i) * k + t;
}
