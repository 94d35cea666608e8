import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../ops/fused';
import { tidyKeeping } from '../ops/tidyKeeping';
import { flatten } from './flat';
import type { Optimiser } from './optimisers';

/** Parameters theta, first and second moments m, v as the rows of one matrix [3, P], and the number of steps taken. */
export interface OptimiserState {
  readonly packed: tf.Tensor2D;
  readonly step: number;
}

/** What tells whether a step is sound: a reading [R] with the loss first, and so many norms of its gradient at the end. */
export interface Witness {
  readonly reading: tf.Tensor1D;
  readonly norms: number;
}

/** The state before the first step: the parameters as one vector, moments of zero. The caller owns it. */
export function initialState(parameters: Iterable<tf.Tensor>): OptimiserState {
  return tidyKeeping(() => {
    const theta = flatten([...parameters]);
    const packed = tf.stack([theta, tf.zerosLike(theta), tf.zerosLike(theta)]) as tf.Tensor2D;
    return { result: { packed, step: 0 }, kept: [packed] };
  });
}

/** The parameters alone, [P]: a copy, which is the caller's. */
export function thetaOf({ packed }: OptimiserState): tf.Tensor1D {
  const [, P] = packed.shape;
  return tf.tidy(() => tf.reshape(tf.slice(packed, [0, 0], [1, P]), [P]));
}

/** The same moments with other parameters [P]. The caller owns the result; the old state stays. */
export function withTheta({ packed, step }: OptimiserState, theta: tf.Tensor1D): OptimiserState {
  return tidyKeeping(() => {
    const [, P] = packed.shape;
    const next = tf.concat2d([tf.reshape(theta, [1, P]), tf.slice(packed, [1, 0], [2, P])], 0);
    return { result: { packed: next, step }, kept: [next] };
  });
}

/**
 * One step of Adam or AdamW as PyTorch computes it, for gradient g at step t (from 1):
 *   L2: g <- g + decay theta;  decoupled: theta <- theta (1 - rate decay)
 *   m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2
 *   theta <- theta - rate / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + eps)
 * Where the loss or a norm of the gradient is not finite, no step is taken, now and later: theta and m stay, and v, which is
 * never negative otherwise, becomes -1. Nothing is read back for that, so a run may hear of it some steps later.
 *
 * The caller owns the result; the old state stays.
 * @param gradient [P]
 * Source: torch/optim/adam.py, _single_tensor_adam.
 */
export function optimiserStep(
  o: Optimiser,
  state: OptimiserState,
  gradient: tf.Tensor1D,
  rate: number,
  witness: Witness,
): OptimiserState {
  const step = state.step + 1;
  const stepSize = rate / (1 - o.beta1 ** step);
  const rootCorrection = Math.sqrt(1 - o.beta2 ** step);
  const packed = tf.keep(
    fused(
      'LoaaAdam',
      { packed: state.packed, gradient, reading: witness.reading },
      {
        norms: witness.norms,
        beta1: o.beta1,
        rest1: 1 - o.beta1,
        beta2: o.beta2,
        rest2: 1 - o.beta2,
        epsilon: o.epsilon,
        shrink: o.decoupled ? 1 - rate * o.weightDecay : 1,
        decay: o.decoupled ? 0 : o.weightDecay,
        stepSize,
        rootCorrection,
      },
    ) ??
      (isSound(state.packed, witness)
        ? composedStep(o, state.packed, gradient, rate, stepSize, rootCorrection)
        : halted(state.packed)),
  ) as tf.Tensor2D;
  return { packed, step };
}

function composedStep(
  o: Optimiser,
  packed: tf.Tensor2D,
  gradient: tf.Tensor1D,
  rate: number,
  stepSize: number,
  rootCorrection: number,
): tf.Tensor {
  return tf.tidy(() => {
    const [theta, m, v] = tf.unstack(packed);
    if (!theta || !m || !v) throw new Error('optimiserStep: the state must hold theta, m and v');
    // Each in a scope of its own: of full fine-tuning a vector is as large as the model.
    const g = o.decoupled ? gradient : tf.tidy(() => tf.add(gradient, tf.mul(theta, o.weightDecay)));
    const m1 = tf.tidy(() => tf.add(tf.mul(m, o.beta1), tf.mul(g, 1 - o.beta1)));
    const v1 = tf.tidy(() => tf.add(tf.mul(v, o.beta2), tf.mul(tf.square(g), 1 - o.beta2)));
    const size = tf.tidy(() => tf.add(tf.div(tf.sqrt(v1), rootCorrection), o.epsilon));
    const change = tf.tidy(() => tf.mul(tf.div(m1, size), stepSize));
    const moved = tf.tidy(() => tf.sub(o.decoupled ? tf.mul(theta, 1 - rate * o.weightDecay) : theta, change));
    return tf.stack([moved, m1, v1]);
  });
}

/** Looked at here, where the values are the processor's own; tfjs' plain kernels on WebGPU, in benchmarks, step in any case. */
function isSound(packed: tf.Tensor2D, { reading, norms }: Witness): boolean {
  if (tf.getBackend() === 'webgpu') return true;
  return tf.tidy(() => {
    const [v = 0] = tf.slice(packed, [2, 0], [1, 1]).dataSync();
    const said = reading.dataSync();
    return v >= 0 && [said[0] ?? NaN, ...said.slice(said.length - norms)].every(Number.isFinite);
  });
}

function halted(packed: tf.Tensor2D): tf.Tensor {
  const [, P] = packed.shape;
  return tf.tidy(() => tf.concat2d([tf.slice(packed, [0, 0], [2, P]), tf.fill<tf.Rank.R2>([1, P], -1)], 0));
}

export function disposeState(state: OptimiserState): void {
  state.packed.dispose();
}
