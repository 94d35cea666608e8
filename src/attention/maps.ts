import * as tf from '@tensorflow/tfjs-core';
import { block, blockAttention, embed } from '../model/ast';
import type { Model } from '../model/model';
import { MEL_BINS } from '../model/shape';
import type { AttentionMaps } from './types';

/**
 * Attention of one clip between the F tokens of a grid column and all patch tokens, for every layer and head.
 * Column as keys: mean over the column of P[query, key in column]; column as queries: mean of P[query in column, key].
 * The reduction runs on the device, so that only [L, 2, h, F W] numbers are read back.
 *
 * @param x [T, M], normalised  @param column token column, 0-based in time
 * @param goOn called after each layer; answering no ends the work early with null
 * Source: recipes.md, Figure 3; paper section 4.2.1.
 */
export async function attentionMaps(
  m: Model,
  x: Float32Array,
  column: number,
  goOn: (layer: number) => Promise<boolean>,
): Promise<AttentionMaps | null> {
  const { grid, prefix, depth, heads } = m.shape;
  const [F, W] = grid;
  if (column < 0 || column >= W) throw new RangeError(`Column ${column} is outside the ${F} x ${W} grid.`);
  const inColumn = Array.from({ length: F }, (_, f) => prefix + f * W + column);
  const keys = new Float32Array(depth * heads * F * W);
  const queries = new Float32Array(keys.length);
  let tokens = tf.tidy(() => embed(m, tf.tensor3d(x, [1, x.length / MEL_BINS, MEL_BINS])));
  try {
    for (let layer = 0; layer < depth; layer++) {
      const both = tf.tidy(() => columnMaps(blockAttention(m, layer, tokens), inColumn, prefix)); // [2, h, F W]
      const values = await both.data();
      both.dispose();
      const half = heads * F * W;
      keys.set(values.subarray(0, half), layer * half);
      queries.set(values.subarray(half), layer * half);
      if (!(await goOn(layer + 1))) return null;
      if (layer + 1 < depth) {
        const next = tf.tidy(() => block(m, layer, tokens));
        tokens.dispose();
        tokens = next;
      }
    }
  } finally {
    tokens.dispose();
  }
  return { layers: depth, heads, grid, column, maps: { 'column-as-keys': keys, 'column-as-queries': queries } };
}

/** p [1, h, N, N] -> [2, h, N - prefix]: as keys, as queries. */
function columnMaps(p: tf.Tensor4D, inColumn: number[], prefix: number): tf.Tensor3D {
  const [, heads, N] = p.shape;
  const index = tf.tensor1d(inColumn, 'int32');
  const square = tf.reshape(p, [heads, N, N]);
  const asKeys = tf.mean(tf.gather(square, index, 2), 2); // [h, N]
  const asQueries = tf.mean(tf.gather(square, index, 1), 1); // [h, N]
  return tf.slice(tf.stack([asKeys, asQueries]), [0, 0, prefix], [2, heads, N - prefix]) as tf.Tensor3D;
}
