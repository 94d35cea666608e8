import * as tf from '@tensorflow/tfjs-core';
import { block, classify, embed, encode, encodeFrom } from '../model/ast';
import type { Model } from '../model/model';
import type { Start } from './start';

/** Through layers [from, to) outside a tape, where nobody needs what is between: two layers' tokens are held at most. */
export function layersAhead(m: Model, tokens: tf.Tensor3D, from: number, to: number): tf.Tensor3D {
  let now = tf.clone(tokens);
  for (let i = from; i < to; i++) {
    const before = now;
    now = tf.tidy(() => block(m, i, before));
    before.dispose();
  }
  return now;
}

/** What enters the trained part, of spectrograms x [B, T, M]. The caller frees it, also where it is x's own values. */
export function enter(m: Model, { stage, layer }: Start, x: tf.Tensor3D): tf.Tensor {
  if (stage === 'sound') return tf.clone(x);
  const embedded = tf.tidy(() => embed(m, x));
  const tokens = layersAhead(m, embedded, 0, layer);
  embedded.dispose();
  if (stage === 'tokens') return tokens;
  const pooled = tf.tidy(() => encodeFrom(m, layer, tokens));
  tokens.dispose();
  return pooled;
}

/** Pooled features [B, d] of what enters the trained part; on a tape, if there is one. */
export function pooledFrom(m: Model, { stage, layer }: Start, entering: tf.Tensor): tf.Tensor2D {
  if (stage === 'pooled') return entering as tf.Tensor2D;
  if (stage === 'sound') return encode(m, entering as tf.Tensor3D);
  return encodeFrom(m, layer, entering as tf.Tensor3D);
}

/** Logits [B, C] of what enters the trained part, outside a tape. */
export function logitsFrom(m: Model, start: Start, entering: tf.Tensor): tf.Tensor2D {
  const { depth } = m.shape;
  if (start.stage === 'sound' && m.whole) return m.whole(entering as tf.Tensor3D);
  const pooled =
    start.stage === 'pooled' ? tf.clone(entering as tf.Tensor2D) : enterFrom(m, start, entering as tf.Tensor3D, depth);
  const logits = tf.tidy(() => classify(m, pooled));
  pooled.dispose();
  return logits;
}

function enterFrom(m: Model, { stage, layer }: Start, entering: tf.Tensor3D, depth: number): tf.Tensor2D {
  if (stage === 'sound') return enter(m, { stage: 'pooled', layer: depth }, entering) as tf.Tensor2D;
  const tokens = layersAhead(m, entering, layer, depth);
  const pooled = tf.tidy(() => encodeFrom(m, depth, tokens));
  tokens.dispose();
  return pooled;
}

/** The shape of one input's share of what enters the trained part; null where that is its spectrogram. */
export function enteringShape(m: Model, { stage }: Start): readonly number[] | null {
  const { dim, tokens } = m.shape;
  if (stage === 'sound') return null;
  return stage === 'pooled' ? [dim] : [tokens, dim];
}
