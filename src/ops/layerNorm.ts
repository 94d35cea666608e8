import * as tf from '@tensorflow/tfjs-core';
import { addBias, type Frozen } from './bias';
import { differentiable } from './differentiable';
import { fused } from './fused';

/**
 * y = (x - mean) / sqrt(var + eps) * g + b over the last axis, with the population variance.
 * Gradient of the standardised part: dx = s (dz - mean(dz) - z mean(dz z)), s = 1 / sqrt(var + eps), z = (x - mean) s.
 *
 * @param x [..., d]  @param g, b [d]  @param frozen which of g and b are constants: no gradient of those
 * Source: torch.nn.LayerNorm.
 */
export function layerNorm(x: tf.Tensor, g: tf.Tensor, b: tf.Tensor, eps: number, frozen: Frozen): tf.Tensor {
  if (!frozen) return tf.add(tf.mul(standardise(x, eps), g), b);
  if (frozen === 'weight') return addBias(layerNorm(x, g, tf.zerosLike(b), eps, true), b);
  return differentiable(x, (t) => {
    const value = fused('LoaaLayerNorm', { x: t, g, b }, { eps });
    if (value) return { value, saved: [t], gradient: fusedGradient(g, eps) };
    const { z, s } = standardised(t, eps);
    const gradient = (dy: tf.Tensor, saved: tf.Tensor[]) => standardiseGradient(tf.mul(dy, g), saved);
    return { value: tf.add(tf.mul(z, g), b), saved: [z, s], gradient };
  });
}

/** z = (x - mean) / sqrt(var + eps) over the last axis, differentiable in x. */
function standardise(x: tf.Tensor, eps: number): tf.Tensor {
  return differentiable(x, (t) => {
    const { z, s } = standardised(t, eps);
    return { value: z, saved: [z, s], gradient: standardiseGradient };
  });
}

function standardised(x: tf.Tensor, eps: number): { z: tf.Tensor; s: tf.Tensor } {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const s = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), eps));
  return { z: tf.mul(centred, s), s };
}

function standardiseGradient(dz: tf.Tensor, [z, s]: tf.Tensor[]): tf.Tensor {
  if (!z || !s) throw new Error('layerNorm: nothing was saved for the gradient');
  const projected = tf.mul(z, tf.mean(tf.mul(dz, z), -1, true));
  return tf.mul(s, tf.sub(tf.sub(dz, tf.mean(dz, -1, true)), projected));
}

function fusedGradient(g: tf.Tensor, eps: number) {
  return (dy: tf.Tensor, [x]: tf.Tensor[]): tf.Tensor => {
    const gradient = x && fused('LoaaLayerNormGradient', { x, dy, g }, { eps });
    if (!gradient) throw new Error('layerNorm: the backend has the kernel but not its gradient');
    return gradient;
  };
}
