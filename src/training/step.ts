import * as tf from '@tensorflow/tfjs-core';
import type { Fused } from '../fused/pass';
import type { MethodSettings } from '../model/methods';
import type { Model, Parameters } from '../model/model';
import type { AstShape } from '../model/shape';
import { tidyKeeping } from '../ops/tidyKeeping';
import { disposeState, optimiserStep, type OptimiserState } from './adam';
import { flatten, type FlatLayout } from './flat';
import type { LossName } from './losses';
import { meanOfParts, type Part, type Pass } from './microBatches';
import { OBJECTIVES } from './objectives';
import type { Optimiser } from './optimisers';
import { KEEP_ALL } from './passage';
import { enter } from './stages';
import { startOf } from './start';
import { withNorms, type NormPlan } from './stepNorms';
import { tapePass } from './tape';

/** The model under training: frozen parameters, the optimiser's state, and views of it by name. */
export interface Trainee {
  readonly shape: AstShape;
  readonly settings: MethodSettings;
  readonly frozen: Parameters;
  readonly layout: FlatLayout;
  readonly norms: NormPlan;
  state: OptimiserState;
  /** The trained parameters of `state` as tensors of their own, made when first asked for after a step. */
  readonly trained: Parameters;
  /** The kernels that run whole passes of this model, where there are any; else tfjs' tape does. */
  readonly fused: Fused | null;
  dispose(): void;
}

/** The model as it stands now. */
export function currentModel(t: Trainee): Model {
  const { fused, state } = t;
  return { ...modelWith(t, t.trained), ...(fused && { whole: (x) => fused.logits(state.packed, x) }) };
}

/** The model with other trained parameters. */
export function modelWith(
  { shape, settings, frozen, layout }: Pick<Trainee, 'shape' | 'settings' | 'frozen' | 'layout'>,
  trained: Iterable<readonly [string, tf.Tensor]>,
): Model {
  return { shape, settings, parameters: new Map([...frozen, ...trained]), trained: new Set(layout.names) };
}

/**
 * Loss, logits and the gradient of all trained parameters, from one forward and one backward pass: by kernels of whole
 * passes where the trainee has them, else by tfjs' tape, with the layers below the first trained one outside it.
 * @param segment how many layers' activations the tape keeps at a time (see `tapePass`); `fused` has its own way
 */
export function lossAndGradient(t: Trainee, loss: LossName, part: Part, segment = KEEP_ALL): Pass {
  const { x, targets, stage = 'sound' } = part;
  if (t.fused && stage !== 'pooled') return t.fused.pass(t.state.packed, loss, stage, x as tf.Tensor3D, targets);
  const { names } = t.layout;
  const model = modelWith(t, t.trained);
  const start = startOf(names, t.shape.depth);
  const entering = stage === 'sound' ? enter(model, start, x as tf.Tensor3D) : x;
  const pass = tapePass({ model, names, start, entering, objective: OBJECTIVES[loss], targets }, segment);
  if (entering !== x) entering.dispose();
  return tidyKeeping(() => {
    const reading = tf.concat1d([tf.reshape(pass.loss, [1]), tf.reshape(pass.logits, [-1])]);
    const gradient = flatten(pass.gradients);
    tf.dispose([pass.loss, pass.logits, ...pass.gradients]);
    return { result: { reading, gradient }, kept: [reading, gradient] };
  });
}

/**
 * One optimiser step on a batch, given as its micro-batches, which are taken one after the other. Returns the reading (see
 * `Pass`), at its end the norms of the gradient and of the update (see `withNorms`), which the caller disposes of; everything
 * else is freed. A step whose loss or gradient is not finite changes nothing, and neither does any after it (see `optimiserStep`).
 * @param segment see `lossAndGradient`
 */
export function trainStep(
  t: Trainee,
  loss: LossName,
  optimiser: Optimiser,
  rate: number,
  parts: Iterable<Part>,
  segment = KEEP_ALL,
): tf.Tensor1D {
  const { reading, gradient } = meanOfParts(parts, (part) => lossAndGradient(t, loss, part, segment));
  const before = t.state;
  const witness = withNorms(reading, { values: gradient }, t.norms);
  t.state = optimiserStep(optimiser, before, gradient, rate, { reading: witness, norms: t.norms.spans.length });
  const measured = withNorms(witness, { values: t.state.packed, before: before.packed }, t.norms);
  disposeState(before);
  tf.dispose([reading, gradient, witness]);
  return measured;
}
