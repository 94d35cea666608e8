import * as tf from '@tensorflow/tfjs-core';
import { READINGS, tokensOf, type Reading, type TokenGrid } from './types';

/**
 * Attention between every token column, or prefix token, and all patches, both ways: what a layer-by-head overview of any
 * band needs, N / F of the size of P.
 * keys[c, n]: mean over the F patches of column c of P[n, key]; queries[c, n]: mean of P[query, n]. Columns c < W; prefix
 * token s stands at c = W + s.
 * @param p P [h, N, N]  @returns [2, h, W + S, F W], as keys and as queries
 */
export function columnsOf(p: tf.Tensor3D, { grid: [F, W], prefix: S }: TokenGrid): tf.Tensor4D {
  const [heads] = p.shape;
  const size = F * W;
  const patches = tf.slice(p, [0, S, S], [heads, size, size]);
  const toColumns = tf.reshape(tf.mean(tf.reshape(patches, [heads * size, F, W]), 1), [heads, size, W]);
  const toPrefix = tf.slice(p, [0, S, 0], [heads, size, S]);
  const toEach = S > 0 ? tf.concat([toColumns, toPrefix], 2) : toColumns;
  const keys = tf.transpose(toEach, [0, 2, 1]); // [h, W + S, F W]
  const fromColumns = tf.mean(tf.reshape(patches, [heads, F, W, size]), 1); // [h, W, F W]
  const queries = S > 0 ? tf.concat([fromColumns, tf.slice(p, [0, 0, S], [heads, S, size])], 1) : fromColumns;
  return tf.stack([keys, queries]) as tf.Tensor4D;
}

/** Which of the W + S entries: the columns from first to last, or one prefix token. */
export type ColumnChoice = { readonly band: readonly [number, number] } | { readonly prefixToken: number };

/**
 * Maps of every layer and head for a choice of columns, their mean where there are several: [L, h, F W].
 * @param layers by layer, [2, h, W + S, F W] as `columnsOf` gives it
 */
export function overview(
  layers: readonly Float32Array[],
  heads: number,
  where: TokenGrid,
  reading: Reading,
  choice: ColumnChoice,
): Float32Array {
  const [F, W] = where.grid;
  const size = F * W;
  const entries = tokensOf(where) - size + W;
  const [from, to] = 'band' in choice ? choice.band : [W + choice.prefixToken, W + choice.prefixToken];
  const out = new Float32Array(layers.length * heads * size);
  layers.forEach((values, layer) => {
    for (let head = 0; head < heads; head++) {
      const place = (layer * heads + head) * size;
      for (let c = from; c <= to; c++) {
        const start = ((READINGS.indexOf(reading) * heads + head) * entries + c) * size;
        for (let n = 0; n < size; n++) {
          out[place + n] = (out[place + n] ?? 0) + (values[start + n] ?? 0) / (to - from + 1);
        }
      }
    }
  });
  return out;
}
