import * as tf from '@tensorflow/tfjs-core';
import { classify, encode, encodeFrom, tokensInto } from '../model/ast';
import type { Fused } from '../fused/pass';
import type { MethodSettings } from '../model/methods';
import type { Model, Parameters } from '../model/model';
import { layerOf } from '../model/parameters';
import type { AstShape } from '../model/shape';
import { tidyKeeping } from '../ops/tidyKeeping';
import { disposeState, optimiserStep, type OptimiserState } from './adam';
import { flatten, type FlatLayout } from './flat';
import type { LossName } from './losses';
import { OBJECTIVES } from './objectives';
import type { Optimiser } from './optimisers';

/** The model under training: frozen parameters, the optimiser's vector, and views of it by name. */
export interface Trainee {
  readonly shape: AstShape;
  readonly settings: MethodSettings;
  readonly frozen: Parameters;
  readonly layout: FlatLayout;
  state: OptimiserState;
  /** The trained parameters of `state` as tensors of their own, made when first asked for after a step. */
  readonly trained: Parameters;
  /** The kernels that run whole passes of this model, where there are any; else tfjs' tape does. */
  readonly fused: Fused | null;
  /** Use `disposeTrainee`. */
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

/** One batch on the device, or a part of one: x [B, T, M], targets [B, C]. */
export interface Examples {
  readonly x: tf.Tensor3D;
  readonly targets: tf.Tensor2D;
}

/**
 * One forward and one backward pass. The caller disposes of both.
 *
 * reading: [1 + B C or more], the mean loss, then the logits row by row.  gradient: [P], in layout order, of the mean loss.
 */
export interface Pass {
  readonly reading: tf.Tensor1D;
  readonly gradient: tf.Tensor1D;
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

/** Loss and gradient of all trained parameters, from one forward and one backward pass. */
export function lossAndGradient(t: Trainee, loss: LossName, examples: Examples): Pass {
  return t.fused?.pass(t.state.packed, loss, examples.x, examples.targets) ?? tapePass(t, loss, examples);
}

/**
 * The pass by tfjs' tape. The layers below the first trained one run outside it; all of them, and pooling, where only the
 * head is trained.
 */
function tapePass(t: Trainee, loss: LossName, { x, targets }: Examples): Pass {
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
    return OBJECTIVES[loss](logits, targets);
  };
  const { value, grads } = tf.valueAndGrads(lossOfParameters)([...t.trained.values()]);
  return tidyKeeping(() => {
    if (!logits) throw new Error('The forward pass gave no logits.');
    const reading = tf.concat1d([tf.reshape(value, [1]), tf.reshape(logits, [-1])]);
    const gradient = flatten(grads);
    below?.dispose();
    pooled?.dispose();
    tf.dispose([value, logits, ...grads]);
    return { result: { reading, gradient }, kept: [reading, gradient] };
  });
}

const plus = (sum: tf.Tensor1D | null, own: tf.Tensor1D): tf.Tensor1D => (sum ? tf.add(sum, own) : own);

/**
 * The pass over a batch in parts that are run one after the other: mean loss and gradient are those of the whole batch, the
 * logits follow one another.
 */
function passInParts(t: Trainee, loss: LossName, parts: readonly Examples[]): Pass {
  const [only] = parts;
  if (parts.length === 1 && only) return lossAndGradient(t, loss, only);
  const clips = parts.reduce((sum, { x }) => sum + x.shape[0], 0);
  return tidyKeeping(() => {
    let gradient: tf.Tensor1D | null = null;
    let mean: tf.Tensor1D | null = null;
    const logits: tf.Tensor1D[] = [];
    for (const part of parts) {
      const share = part.x.shape[0] / clips;
      const pass = lossAndGradient(t, loss, part);
      const [g, l]: (tf.Tensor1D | null)[] = [gradient, mean];
      gradient = tf.tidy(() => plus(g ?? null, tf.mul(pass.gradient, share)));
      mean = tf.tidy(() => plus(l ?? null, tf.mul(tf.slice(pass.reading, 0, 1), share)));
      tf.dispose([g, l].filter((old) => !!old));
      logits.push(tf.slice(pass.reading, 1, part.targets.size));
      tf.dispose([pass.gradient, pass.reading]);
    }
    if (!gradient || !mean) throw new Error('A step needs at least one example.');
    const reading = tf.concat1d([mean, ...logits]);
    return { result: { reading, gradient }, kept: [reading, gradient] };
  });
}

/**
 * One optimiser step on a batch, in parts where the whole of it would not fit. Returns the reading (see `Pass`), which the
 * caller disposes of; everything else the step made is freed.
 */
export function trainStep(
  t: Trainee,
  loss: LossName,
  optimiser: Optimiser,
  rate: number,
  parts: readonly Examples[],
): tf.Tensor1D {
  const { reading, gradient } = passInParts(t, loss, parts);
  const before = t.state;
  t.state = optimiserStep(optimiser, before, gradient, rate);
  disposeState(before);
  gradient.dispose();
  return reading;
}
