import * as tf from '@tensorflow/tfjs-core';
import { forEveryClip } from '../ops/tokens';
import { parameter, type Model } from './model';
import { prefixName } from './places';

/**
 * Packed projections with P learnt keys and values behind those of the tokens: rows [0 | K | V]. The rows are queries too,
 * of nothing: what attention gives for them is dropped by who asked, so the same attention kernel serves.
 * The reparametrisation by a small network that Li and Liang train through, and throw away after, is left out.
 * @param qkv [B, N, 3 d]  @returns [B, N + P, 3 d], or qkv itself where layer i has no prefix
 * Source: Li and Liang 2021, section 4.2; He et al. 2022, equation (7).
 */
export function withPrefix(m: Model, i: number, qkv: tf.Tensor3D): tf.Tensor3D {
  const keys = m.parameters.get(prefixName(i, 'key'));
  if (!keys) return qkv;
  const values = parameter(m, prefixName(i, 'value'));
  const rows = tf.concat([tf.zeros(keys.shape), keys, values], 1); // [P, 3 d]
  return tf.concat([qkv, forEveryClip(tf.expandDims(rows, 0), qkv.shape[0])], 1);
}
