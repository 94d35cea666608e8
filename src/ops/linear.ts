import * as tf from '@tensorflow/tfjs-core';
import { addBias, type Frozen } from './bias';
import { differentiable } from './differentiable';
import { fused } from './fused';

/**
 * y = x W^T + b over the last axis.
 *
 * `frozen`: W and b are constants, so only dx = dy W is ever computed; with W alone constant, the sum of dy's rows besides.
 * With trained weights the plain composition is used and tfjs differentiates what is asked for.
 *
 * @param x [..., i]  @param w [o, i], PyTorch's layout  @param b [o] or null  @returns [..., o]
 * Source: torch.nn.Linear.
 */
export function linear(x: tf.Tensor, w: tf.Tensor, b: tf.Tensor | null, frozen: Frozen): tf.Tensor {
  const [out = 0, inner = 0] = w.shape;
  const rows = tf.reshape(x, [-1, inner]); // [R, i]
  const y = frozen ? frozenLinear(rows, w, b, frozen) : trainedLinear(rows, w, b); // [R, o]
  return tf.reshape(y, [...x.shape.slice(0, -1), out]);
}

function trainedLinear(x: tf.Tensor, w: tf.Tensor, b: tf.Tensor | null): tf.Tensor {
  const y = tf.matMul(x, w, false, true);
  return b ? tf.add(y, b) : y;
}

function frozenLinear(x: tf.Tensor, w: tf.Tensor, b: tf.Tensor | null, frozen: true | 'weight'): tf.Tensor {
  if (b && frozen === 'weight') return addBias(frozenLinear(x, w, null, true), b);
  return differentiable(x, (a) => ({
    value: (b && fused('LoaaLinear', { a, b: w, bias: b })) ?? trainedLinear(a, w, b),
    saved: [],
    gradient: (dy) => tf.matMul(dy, w),
  }));
}
