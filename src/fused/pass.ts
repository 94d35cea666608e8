import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { HEAD_EPS } from '../model/ast';
import { parameter } from '../model/model';
import { MEL_BINS } from '../model/shape';
import { createGpu, type Tuning } from './gpu';
import { patchRowsKernel } from './kernels/embed';
import {
  headBackKernel,
  headGradientKernel,
  logitsKernel,
  lossKernel,
  pooledKernel,
  poolBackKernel,
  readingSize,
  type FusedLoss,
  type HeadSizes,
} from './kernels/head';
import { PLAIN_PRODUCT } from './kernels/product';
import { layerBackward, layerForward, layerSlots, type LayerSlots, type PassContext } from './layer';
import type { Kept } from './memory';
import { adaptersOf, embeddingAddend, type FusedModel } from './model';

/** What a pass is given: spectrograms, or the tokens that enter the first layer with trained parameters. */
type Stage = 'sound' | 'tokens';

export interface Fused {
  /**
   * One forward and one backward pass: reading [1 + B C or more], the mean loss, the logits row by row, and what the kernels
   * keep behind them; gradient [P] of the mean loss. Both are the caller's.
   * @param theta [P] or more, the trained parameters first  @param targets [B, C]
   * @param x spectrograms [B, T, M]; or `tokens` [B, N, d], what enters the first layer that holds trained parameters
   */
  pass(
    theta: tf.Tensor,
    loss: FusedLoss,
    stage: Stage,
    x: tf.Tensor3D,
    targets: tf.Tensor2D,
  ): { reading: tf.Tensor1D; gradient: tf.Tensor1D };
  /** Logits [B, C] alone; the caller's. */
  logits(theta: tf.Tensor, x: tf.Tensor3D): tf.Tensor2D;
  /** Bytes of memory held between passes, the frozen weights left out. */
  bytes(): number;
  dispose(): void;
}

/**
 * Whole passes of an AST with Look-Aside Adapters as a few kernels each layer, over memory that is kept from step to step.
 * Reference: training/step.ts, tapePass, which gives the same by tfjs' tape.
 */
export function createFused(m: FusedModel, tuning: Tuning, kept: Kept): Fused {
  const backend = tf.backend() as WebGPUBackend;
  const gpu = createGpu(backend, tuning);
  const adapters = adaptersOf(m);
  const addend = tf.keep(embeddingAddend(m));
  const { first } = m;
  const { tokens, prefix, patch, patchIndex, dim, depth } = m.shape;
  const frozen = (name: string) => parameter({ parameters: m.frozen }, name);

  const contextOf = (theta: tf.TensorInfo, x: tf.Tensor3D): PassContext => ({ gpu, m, B: x.shape[0], theta });

  const headSizes = (B: number): HeadSizes => ({
    B,
    N: tokens,
    S: prefix,
    dim,
    classes: m.classes,
    eps: m.shape.blockEps,
    headEps: HEAD_EPS,
    offsets: {
      g: offset(m, 'head_norm.weight'),
      b: offset(m, 'head_norm.bias'),
      weight: offset(m, 'head.weight'),
      bias: offset(m, 'head.bias'),
    },
  });

  /** The embedding of x into `into`. */
  const embed = ({ B }: PassContext, x: tf.TensorInfo, into: tf.TensorInfo) => {
    const size = patch[0] * patch[1];
    const rows = gpu.slot('patches', B * tokens * size);
    gpu.run(patchRowsKernel(B, tokens, prefix, size, m.frames * MEL_BINS), [x, patchIndex], rows);
    const { weight, halves } = m.weight('patch');
    const product = { ...PLAIN_PRODUCT, M: B * tokens, N: dim, K: size, transposeB: true, halves, period: tokens };
    gpu.product(product, { A: rows, B: weight, addend }, into);
  };

  /** Whether the backward pass will read what a layer leaves. */
  const stays = (layer: number, training: boolean) => training && layer >= first && first < depth;
  /** What a layer leaves, in memory of its own or in that of the last layer, which is free until its turn comes. */
  const slotsFor = (c: PassContext, layer: number, training: boolean): LayerSlots => {
    const own = stays(layer, training) ? layer : depth - 1;
    return layerSlots(c, adapters[layer] ?? NONE, kept === 'all' ? `.${own}` : '');
  };
  /** Where a layer's input lies: of its own, or by turns where the backward pass will keep its gradients. */
  const inputOf = ({ B }: PassContext, layer: number, training: boolean): tf.TensorInfo =>
    gpu.slot(stays(layer, training) ? `x.${layer}` : layer % 2 === 0 ? 'dx' : 'dy', B * tokens * dim);

  /** What enters each layer, and the last one's output: from spectrograms, or from what enters layer `first`. */
  const throughLayers = (
    c: PassContext,
    x: tf.TensorInfo,
    stage: Stage,
    training: boolean,
  ): Map<number, tf.TensorInfo> => {
    const from = stage === 'tokens' ? first : 0;
    let now = stage === 'tokens' ? x : inputOf(c, 0, training);
    if (stage === 'sound') embed(c, x, now);
    const entering = new Map([[from, now]]);
    for (let layer = from; layer < depth; layer++) {
      const next = inputOf(c, layer + 1, training);
      layerForward(c, layer, adapters[layer] ?? NONE, slotsFor(c, layer, training), now, next);
      entering.set(layer + 1, next);
      now = next;
    }
    return entering;
  };

  const pooled = (sizes: HeadSizes, x: tf.TensorInfo): tf.TensorInfo => {
    const z = gpu.slot('pooled', sizes.B * (dim + 1));
    gpu.run(pooledKernel(sizes, tuning.sharing), [x, frozen('norm.weight'), frozen('norm.bias')], z);
    return z;
  };

  return {
    pass(theta, loss, stage, x, targets) {
      const c = contextOf(theta, x);
      const sizes = headSizes(c.B);
      const [input, wanted] = gpu.inputs({ x, targets });
      const entering = throughLayers(c, input ?? x, stage, true);
      const last = at(entering, depth);
      const z = pooled(sizes, last);
      const reading = gpu.fresh([readingSize(sizes)]);
      gpu.run(logitsKernel(sizes, 1), [z, theta], reading);
      gpu.run(lossKernel(sizes, loss, tuning.sharing), [wanted], reading);
      const e = gpu.slot('e', c.B * dim);
      gpu.run(headBackKernel(sizes), [reading, theta], e);
      const gradient = gpu.fresh([m.total]);
      gpu.run(headGradientKernel(sizes, m.total), [reading, z, e, theta], gradient);
      if (first < depth) {
        const dx = gpu.slot('dx', c.B * tokens * dim);
        gpu.run(poolBackKernel(sizes, tuning.sharing), [last, frozen('norm.weight'), z, e, theta], dx);
        for (let layer = depth - 1; layer >= first; layer--) {
          const own = adapters[layer] ?? NONE;
          const slots = slotsFor(c, layer, true);
          const entered = at(entering, layer);
          // The last layer's activations are still where the forward pass left them.
          if (kept === 'inputs' && layer < depth - 1) layerForward(c, layer, own, slots, entered, null);
          layerBackward(c, layer, own, slots, entered, dx, gradient, layer === first);
        }
      }
      return { reading: gpu.tensor(reading) as tf.Tensor1D, gradient: gpu.tensor(gradient) as tf.Tensor1D };
    },

    logits(theta, x) {
      const c = contextOf(theta, x);
      const sizes = headSizes(c.B);
      const out = gpu.fresh([c.B, m.classes]);
      const [input] = gpu.inputs({ x });
      const last = at(throughLayers(c, input ?? x, 'sound', false), depth);
      gpu.run(logitsKernel(sizes, 0), [pooled(sizes, last), theta], out);
      return gpu.tensor(out) as tf.Tensor2D;
    },

    bytes: () => gpu.bytes() + 4 * addend.size,

    dispose() {
      gpu.dispose();
      addend.dispose();
    },
  };
}

function at(entering: ReadonlyMap<number, tf.TensorInfo>, layer: number): tf.TensorInfo {
  const found = entering.get(layer);
  if (!found) throw new Error(`Nothing entered layer ${layer}.`);
  return found;
}

const NONE = { attn: null, ffn: null };

function offset({ offsets }: FusedModel, name: string): number {
  const found = offsets.get(name);
  if (found === undefined) throw new Error(`The model trains no ${name}.`);
  return found;
}
