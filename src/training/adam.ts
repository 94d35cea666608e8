import * as tf from '@tensorflow/tfjs-core';
import { tidyKeeping } from '../ops/tidyKeeping';
import { flatten } from './flat';
import type { Optimiser } from './optimisers';

/** Parameters theta [P], first and second moments m, v [P], and the number of steps taken. */
export interface OptimiserState {
  readonly theta: tf.Tensor1D;
  readonly m: tf.Tensor1D;
  readonly v: tf.Tensor1D;
  readonly step: number;
}

/** The state before the first step: the parameters as one vector, moments of zero. The caller owns it. */
export function initialState(parameters: Iterable<tf.Tensor>): OptimiserState {
  return tidyKeeping(() => {
    const theta = flatten([...parameters]);
    const [m, v] = [tf.zerosLike(theta), tf.zerosLike(theta)];
    return { result: { theta, m, v, step: 0 }, kept: [theta, m, v] };
  });
}

/**
 * One step of Adam or AdamW as PyTorch computes it, for gradient g at step t (from 1):
 *   L2: g <- g + decay theta;  decoupled: theta <- theta (1 - rate decay)
 *   m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2
 *   theta <- theta - rate / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + eps)
 * Source: torch/optim/adam.py, _single_tensor_adam.
 */
export function optimiserStep(
  o: Optimiser,
  state: OptimiserState,
  gradient: tf.Tensor1D,
  rate: number,
): OptimiserState {
  const t = state.step + 1;
  const stepSize = rate / (1 - o.beta1 ** t);
  const rootCorrection = Math.sqrt(1 - o.beta2 ** t);
  const decayed = o.decoupled ? tf.mul(state.theta, 1 - rate * o.weightDecay) : state.theta;
  const g = o.decoupled ? gradient : tf.add(gradient, tf.mul(state.theta, o.weightDecay));
  const m = tf.add(tf.mul(state.m, o.beta1), tf.mul(g, 1 - o.beta1)) as tf.Tensor1D;
  const v = tf.add(tf.mul(state.v, o.beta2), tf.mul(tf.square(g), 1 - o.beta2)) as tf.Tensor1D;
  const denominator = tf.add(tf.div(tf.sqrt(v), rootCorrection), o.epsilon);
  const theta = tf.sub(decayed, tf.mul(tf.div(m, denominator), stepSize)) as tf.Tensor1D;
  return { theta, m, v, step: t };
}

export function disposeState(state: OptimiserState): void {
  tf.dispose([state.theta, state.m, state.v]);
}
