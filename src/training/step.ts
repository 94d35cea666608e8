import * as tf from '@tensorflow/tfjs-core';
import { classify, encode, encodeFrom, tokensInto } from '../model/ast';
import type { MethodSettings } from '../model/methods';
import type { Model, Parameters } from '../model/model';
import { layerOf } from '../model/parameters';
import type { AstShape } from '../model/shape';
import { tidyKeeping } from '../ops/tidyKeeping';
import { flatten, unflatten, type FlatLayout } from './flat';
import { disposeState, optimiserStep, type OptimiserState } from './adam';
import type { Objective } from './objectives';
import type { Optimiser } from './optimisers';

/** The model under training: frozen parameters, the optimiser's vector, and views of it by name. */
export interface Trainee {
  readonly shape: AstShape;
  readonly settings: MethodSettings;
  readonly frozen: Parameters;
  readonly layout: FlatLayout;
  state: OptimiserState;
  /** The trained parameters as tensors, replaced after every step. */
  trained: Parameters;
}

/** The model as it stands now. */
export function currentModel(t: Trainee): Model {
  return modelWith(t, t.trained);
}

function modelWith(
  { shape, settings, frozen, layout }: Trainee,
  trained: Iterable<readonly [string, tf.Tensor]>,
): Model {
  return { shape, settings, parameters: new Map([...frozen, ...trained]), trained: new Set(layout.names) };
}

export interface LossAndGradients {
  readonly loss: tf.Scalar;
  readonly logits: tf.Tensor2D;
  /** In layout order. */
  readonly gradients: tf.Tensor[];
}

/**
 * The layer below which nothing is trained: the number of layers where only the head is, null where the embedding is
 * trained too. What no trained parameter reaches may run outside the tape, so that nothing of it is kept.
 */
function firstTrainedLayer({ layout, shape }: Trainee): number | null {
  const layers = layout.names.filter((name) => !name.startsWith('head')).map(layerOf);
  return layers.reduce<number | null>(
    (least, layer) => (least === null || layer === null ? null : Math.min(least, layer)),
    shape.depth,
  );
}

/**
 * Loss, logits and the gradients of all trained parameters, from one forward and one backward pass. The layers below the
 * first trained one run outside the tape; all of them, and pooling, where only the head is trained.
 * @param x [B, T, M]  @param targets [B, C]
 */
export function lossAndGradients(
  t: Trainee,
  objective: Objective,
  x: tf.Tensor3D,
  targets: tf.Tensor2D,
): LossAndGradients {
  const { names } = t.layout;
  const first = firstTrainedLayer(t);
  const now = currentModel(t);
  const headOnly = first === t.shape.depth;
  const below = first === null || headOnly ? null : tf.tidy(() => tokensInto(now, first, x));
  const pooled = headOnly ? tf.tidy(() => encode(now, x)) : null;
  let logits: tf.Tensor2D | null = null;
  const lossOfParameters = (...parameters: tf.Tensor[]): tf.Tensor => {
    const model = modelWith(
      t,
      names.map((name, i): [string, tf.Tensor] => [name, parameters[i] as tf.Tensor]),
    );
    const features = pooled ?? encodeFrom(model, first ?? 0, below ?? tokensInto(model, 0, x));
    logits = tf.keep(classify(model, features));
    return objective(logits, targets);
  };
  const { value, grads } = tf.valueAndGrads(lossOfParameters)([...t.trained.values()]);
  below?.dispose();
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
