import * as tf from '@tensorflow/tfjs-core';
import { inTorch } from '../model/build';
import { kernelsOf } from '../model/methods';
import { unflatten } from '../training/flat';
import { tidyKeeping } from '../ops/tidyKeeping';
import type { LossName } from '../training/losses';
import type { Optimiser } from '../training/optimisers';
import { lossAndGradient, trainStep, type Trainee } from '../training/step';
import type { Weight } from '../weights/types';
import { absoluteError, relativeError, type Bounds, type CheckResult } from './types';

/** What PyTorch made of the same weights and batches: logits and gradients of the first step, losses, what was left. */
export interface TrainingGolden {
  readonly name: string;
  readonly losses: readonly number[];
  readonly trainable: number;
  readonly logits: Weight;
  read(kind: 'gradient' | 'final', parameter: string): Promise<Weight>;
}

export interface Recipe {
  readonly loss: LossName;
  readonly optimiser: Optimiser;
  readonly rate: number;
  readonly steps: number;
}

/** The inputs [B, T, M] and targets [B, C] of step s; the caller frees them. */
export type Batches = (s: number) => { readonly x: tf.Tensor3D; readonly y: tf.Tensor2D };

/**
 * Below this share of a tensor's largest gradient an entry is rounding noise: the bias of the keys, to which softmax is
 * blind, has no true gradient. Adam divides the noise by its own size, so such entries move at random by up to the rate a
 * step, in PyTorch too: they are held to that bound instead.
 */
const NOISE = 1e-5;

/** Trains `t` by the recipe and compares all that a golden holds. The trainee is the caller's. */
export async function* compareTraining(
  t: Trainee,
  golden: TrainingGolden,
  { loss, optimiser, rate, steps }: Recipe,
  batch: Batches,
  bounds: Bounds,
): AsyncGenerator<CheckResult> {
  const { name } = golden;
  const kernels = kernelsOf(t.settings);
  const torch = async (parameter: string, tensor: tf.Tensor): Promise<Float32Array> => {
    const data = Float32Array.from(await tensor.data());
    return inTorch(parameter, { shape: tensor.shape, data }, kernels).data;
  };

  yield {
    name: `${name}: parameters`,
    error: Math.abs(t.layout.total - golden.trainable),
    bound: 0,
    note: `${golden.trainable}`,
  };
  const first = batch(0);
  const pass = lossAndGradient(t, loss, { x: first.x, targets: first.y });
  const logits = tf.slice(pass.reading, 1, golden.logits.data.length);
  const gradients = tidyKeeping(() => {
    const views = unflatten(pass.gradient, t.layout);
    return { result: views, kept: views.values() };
  });
  yield {
    name: `${name}: logits`,
    error: relativeError(await logits.data(), golden.logits.data),
    bound: bounds.forward,
    note: 'relative',
  };
  let gradientError = 0;
  const noisy = new Map<string, (i: number) => boolean>();
  for (const [parameter, gradient] of gradients) {
    const expected = (await golden.read('gradient', parameter)).data;
    gradientError = Math.max(gradientError, relativeError(await torch(parameter, gradient), expected));
    const largest = expected.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    noisy.set(parameter, (j) => Math.abs(expected[j] ?? 0) < NOISE * largest);
  }
  yield { name: `${name}: gradients`, error: gradientError, bound: bounds.gradient, note: 'relative, per tensor' };
  tf.dispose([logits, pass.reading, pass.gradient, ...gradients.values(), first.x, first.y]);

  const losses: number[] = [];
  for (let s = 0; s < steps; s++) {
    const { x, y } = batch(s);
    const reading = trainStep(t, loss, optimiser, rate, [{ x, targets: y }]);
    losses.push((await reading.data())[0] ?? NaN);
    tf.dispose([x, y, reading]);
  }
  yield {
    name: `${name}: losses`,
    error: absoluteError(losses, golden.losses),
    bound: bounds.loss,
    note: `${steps} steps`,
  };

  let finalError = 0;
  let noise = 0;
  let count = 0;
  for (const [parameter, tensor] of t.trained) {
    const ours = await torch(parameter, tensor);
    const expected = (await golden.read('final', parameter)).data;
    const isNoise = noisy.get(parameter) ?? (() => false);
    finalError = Math.max(
      finalError,
      relativeError(ours, expected, (i) => !isNoise(i)),
    );
    noise = Math.max(noise, absoluteError(ours, expected, isNoise));
    count += expected.reduce((sum, _, i) => sum + (isNoise(i) ? 1 : 0), 0);
  }
  yield { name: `${name}: final parameters`, error: finalError, bound: bounds.final, note: 'relative, per tensor' };
  if (count > 0) {
    yield {
      name: `${name}: entries without a gradient`,
      error: noise,
      bound: 2 * rate * steps,
      note: `${count} entries whose gradient is rounding noise`,
    };
  }
}
