import * as tf from '@tensorflow/tfjs-core';
import { linear } from '../ops/linear';
import { parameter, type Model } from './model';
import { loraName } from './places';
import type { LoraTarget } from './settings';

/** The projections of a transformer block as they are stored: q, k and v are one. */
export type Projection = 'qkv' | 'proj' | 'fc1' | 'fc2';

const PACKED = ['q', 'k', 'v'] as const;

/**
 * What LoRA adds to a projection's output: (alpha / r) x A^T B^T for each target, side by side for the packed q, k and v,
 * with zeros for those that are none; null where layer i has no target here.
 * @param x [B, N, in], the projection's input  @returns [B, N, out]
 * Source: Hu et al. 2022, equation (3); huggingface/peft, tuners/lora/layer.py (without dropout, its default).
 */
export function loraChange(m: Model, i: number, part: Projection, x: tf.Tensor3D): tf.Tensor3D | null {
  if (part !== 'qkv') return change(m, i, part, x);
  const changes = PACKED.map((target) => change(m, i, target, x));
  if (changes.every((one) => one === null)) return null;
  const [B, N, d] = x.shape;
  return tf.concat(
    changes.map((one) => one ?? tf.zeros<tf.Rank.R3>([B, N, d])),
    2,
  );
}

function change(m: Model, i: number, target: LoraTarget, x: tf.Tensor3D): tf.Tensor3D | null {
  const a = m.parameters.get(loraName(i, target, 'A'));
  if (!a) return null;
  const { alpha, rank } = m.settings.lora;
  const z = linear(x, a, null, false); // [B, N, r]
  const scaled = alpha === rank ? z : tf.mul(z, alpha / rank);
  return linear(scaled, parameter(m, loraName(i, target, 'B')), null, false) as tf.Tensor3D;
}
