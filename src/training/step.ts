import * as tf from '@tensorflow/tfjs-core';
import { classify, encode, type Model, type Parameters } from '../model/ast';
import type { AstShape } from '../model/shape';
import { tidyKeeping } from '../ops/tidyKeeping';
import { flatten, unflatten, type FlatLayout } from './flat';
import { disposeState, optimiserStep, type OptimiserState } from './adam';
import type { Objective } from './objectives';
import type { Optimiser } from './optimisers';

/** The model under training: frozen parameters, the optimiser's vector, and views of it by name. */
export interface Trainee {
  readonly shape: AstShape;
  readonly frozen: Parameters;
  readonly layout: FlatLayout;
  state: OptimiserState;
  /** The trained parameters as tensors, replaced after every step. */
  trained: Parameters;
}

/** The model as it stands now. */
export function currentModel(t: Trainee): Model {
  return { shape: t.shape, parameters: new Map([...t.frozen, ...t.trained]), trained: new Set(t.layout.names) };
}

export interface LossAndGradients {
  readonly loss: tf.Scalar;
  readonly logits: tf.Tensor2D;
  /** In layout order. */
  readonly gradients: tf.Tensor[];
}

/**
 * Loss, logits and the gradients of all trained parameters, from one forward and one backward pass. Where only the head is
 * trained, the backbone runs outside the tape: nothing of it is kept for the backward pass.
 * @param x [B, T, M]  @param targets [B, C]
 */
export function lossAndGradients(
  t: Trainee,
  objective: Objective,
  x: tf.Tensor3D,
  targets: tf.Tensor2D,
): LossAndGradients {
  const { names } = t.layout;
  const headOnly = names.every((name) => name.startsWith('head'));
  const pooled = headOnly ? tf.tidy(() => encode(currentModel(t), x)) : null;
  let logits: tf.Tensor2D | null = null;
  const lossOfParameters = (...parameters: tf.Tensor[]): tf.Tensor => {
    const byName = names.map((name, i): [string, tf.Tensor] => [name, parameters[i] as tf.Tensor]);
    const model: Model = { shape: t.shape, parameters: new Map([...t.frozen, ...byName]), trained: new Set(names) };
    logits = tf.keep(classify(model, pooled ?? encode(model, x)));
    return objective(logits, targets);
  };
  const { value, grads } = tf.valueAndGrads(lossOfParameters)([...t.trained.values()]);
  pooled?.dispose();
  if (!logits) throw new Error('The forward pass gave no logits.');
  return { loss: value as tf.Scalar, logits, gradients: grads };
}

export interface StepResult {
  readonly loss: tf.Scalar;
  readonly logits: tf.Tensor2D;
}

/** One optimiser step on a batch. The caller disposes of the result; everything else the step made is freed. */
export function trainStep(
  t: Trainee,
  objective: Objective,
  optimiser: Optimiser,
  rate: number,
  x: tf.Tensor3D,
  targets: tf.Tensor2D,
): StepResult {
  const { loss: value, logits, gradients } = lossAndGradients(t, objective, x, targets);
  const before = { state: t.state, trained: t.trained };
  const { state, trained } = tidyKeeping(() => {
    const next = optimiserStep(optimiser, t.state, flatten(gradients), rate);
    const parts = unflatten(next.theta, t.layout);
    return { result: { state: next, trained: parts }, kept: [next.theta, next.m, next.v, ...parts.values()] };
  });
  t.state = state;
  t.trained = trained;
  disposeState(before.state);
  tf.dispose([...before.trained.values(), ...gradients]);
  return { loss: value, logits };
}
