import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable';
import { fused } from './fused';

/**
 * Multi-head self-attention over packed projections: O = softmax(Q K^T / sqrt(d/h)) V per head.
 * Gradient: dV = P^T dO; dP = dO V^T; dS = P (dP - sum(dP P)); dQ = dS K / sqrt(d/h); dK = dS^T Q / sqrt(d/h).
 *
 * @param qkv [B, N, 3 d], q then k then v, heads contiguous within each (timm's packing)
 * @returns [B, N, d]
 * Source: reference/loaa_reference.py, Block.forward.
 */
export function attention(qkv: tf.Tensor3D, heads: number): tf.Tensor3D {
  const out = differentiable(qkv, (packed) => {
    const o = wholeVectors(qkv, heads) ? fused('LoaaAttention', { qkv: packed }, { heads }) : null;
    if (o) return { value: o, saved: [packed, o], gradient: fusedGradient(heads) };
    const { q, k, v } = splitHeads(packed as tf.Tensor3D, heads);
    const p = probabilities(q, k); // [B, h, N, N]
    return { value: mergeHeads(tf.matMul(p, v)), saved: [q, k, v, p], gradient: attentionGradient };
  });
  return out as tf.Tensor3D;
}

/** Whether a head is a whole number of vec4s, which the fused kernel wants. */
function wholeVectors(qkv: tf.Tensor3D, heads: number): boolean {
  return (qkv.shape[2] / 3 / heads) % 4 === 0;
}

function fusedGradient(heads: number) {
  return (dy: tf.Tensor, [qkv, o]: tf.Tensor[]): tf.Tensor => {
    const gradient = qkv && o && fused('LoaaAttentionGradient', { qkv, o, dy }, { heads });
    if (!gradient) throw new Error('attention: the backend has the kernel but not its gradient');
    return gradient;
  };
}

/** The attention probabilities alone, [B, h, N, N], from packed projections [B, N, 3 d]. */
export function attentionProbabilities(qkv: tf.Tensor3D, heads: number): tf.Tensor4D {
  const { q, k } = splitHeads(qkv, heads);
  return probabilities(q, k) as tf.Tensor4D;
}

interface Heads {
  q: tf.Tensor;
  k: tf.Tensor;
  v: tf.Tensor;
}

/** [B, N, 3 d] -> three of [B, h, N, d/h]. */
function splitHeads(qkv: tf.Tensor3D, heads: number): Heads {
  const [B, N, width] = qkv.shape;
  const each = width / 3 / heads;
  const packed = tf.transpose(tf.reshape(qkv, [B, N, 3, heads, each]), [2, 0, 3, 1, 4]); // [3, B, h, N, d/h]
  const [q, k, v] = tf.unstack(packed);
  if (!q || !k || !v) throw new Error('attention: packed projections must hold q, k and v');
  return { q, k, v };
}

/** [B, h, N, d/h] -> [B, N, d]. */
function mergeHeads(x: tf.Tensor): tf.Tensor3D {
  const [B = 0, heads = 0, N = 0, each = 0] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [B, N, heads * each]);
}

function probabilities(q: tf.Tensor, k: tf.Tensor): tf.Tensor {
  return tf.softmax(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(q.shape[3] ?? 1)));
}

function attentionGradient(dy: tf.Tensor, [q, k, v, p]: tf.Tensor[]): tf.Tensor {
  if (!q || !k || !v || !p) throw new Error('attention: nothing was saved for the gradient');
  const [B = 0, heads = 0, N = 0, each = 0] = q.shape;
  const scale = 1 / Math.sqrt(each);
  const dO = tf.transpose(tf.reshape(dy, [B, N, heads, each]), [0, 2, 1, 3]); // [B, h, N, d/h]
  const dV = tf.matMul(p, dO, true, false);
  const dP = tf.matMul(dO, v, false, true);
  const dS = tf.mul(tf.mul(p, tf.sub(dP, tf.sum(tf.mul(dP, p), -1, true))), scale);
  const dQ = tf.matMul(dS, k);
  const dK = tf.matMul(dS, q, true, false);
  const packed = tf.stack([dQ, dK, dV]); // [3, B, h, N, d/h]
  return tf.reshape(tf.transpose(packed, [1, 3, 0, 2, 4]), [B, N, 3 * heads * each]);
}
