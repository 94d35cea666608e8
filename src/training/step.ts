import * as tf from '@tensorflow/tfjs-core';
import type { MethodSettings } from '../model/methods';
import type { Model, Parameters } from '../model/model';
import type { AstShape } from '../model/shape';
import { tidyKeeping } from '../ops/tidyKeeping';
import { flatten, unflatten, type FlatLayout } from './flat';
import { disposeState, optimiserStep, type OptimiserState } from './adam';
import { meanOfParts, type Part } from './microBatches';
import type { Objective } from './objectives';
import type { Optimiser } from './optimisers';
import { KEEP_ALL } from './passage';
import { enter } from './stages';
import { startOf, type Start } from './start';
import { tapePass, type Pass } from './tape';

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
export function currentModel({ shape, settings, frozen, trained, layout }: Trainee): Model {
  return { shape, settings, parameters: new Map([...frozen, ...trained]), trained: new Set(layout.names) };
}

/** Loss, logits and the gradients of all trained parameters, in layout order. */
export type LossAndGradients = Pass;

/**
 * Loss, logits and the gradients of all trained parameters, from one forward and one backward pass. The layers below the
 * first trained one run outside the tape; all of them, and pooling, where only the head is trained.
 * @param x [B, T, M], or what enters the trained part where `stage` says so  @param targets [B, C]
 * @param segment how many layers' activations are kept at a time (see `tapePass`)
 */
export function lossAndGradients(
  t: Trainee,
  objective: Objective,
  x: tf.Tensor,
  targets: tf.Tensor2D,
  { segment = KEEP_ALL, stage = 'sound' }: { readonly segment?: number; readonly stage?: Start['stage'] } = {},
): LossAndGradients {
  const { names } = t.layout;
  const model = currentModel(t);
  const start = startOf(names, t.shape.depth);
  const entering = stage === 'sound' ? enter(model, start, x as tf.Tensor3D) : x;
  const pass = tapePass({ model, names, start, entering, objective, targets }, segment);
  if (entering !== x) entering.dispose();
  return pass;
}

export interface StepResult {
  readonly loss: tf.Scalar;
  readonly logits: tf.Tensor2D;
}

/**
 * One optimiser step on a batch, given as its micro-batches, which are taken one after the other. The caller disposes of the
 * result; everything else the step made is freed.
 * @param segment how many layers' activations are kept at a time (see `tapePass`)
 */
export function trainStep(
  t: Trainee,
  objective: Objective,
  optimiser: Optimiser,
  rate: number,
  parts: Iterable<Part>,
  segment = KEEP_ALL,
): StepResult {
  const { loss, logits, gradient } = meanOfParts(parts, ({ x, targets, stage = 'sound' }) => {
    const { gradients, ...rest } = lossAndGradients(t, objective, x, targets, { segment, stage });
    const flat = tf.tidy(() => flatten(gradients));
    tf.dispose(gradients);
    return { ...rest, gradient: flat };
  });
  const before = { state: t.state, trained: t.trained };
  const { state, trained } = tidyKeeping(() => {
    const next = optimiserStep(optimiser, t.state, gradient, rate);
    const views = unflatten(next.theta, t.layout);
    return { result: { state: next, trained: views }, kept: [next.theta, next.m, next.v, ...views.values()] };
  });
  t.state = state;
  t.trained = trained;
  disposeState(before.state);
  tf.dispose([...before.trained.values(), gradient]);
  return { loss, logits };
}
