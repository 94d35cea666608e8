import * as tf from '@tensorflow/tfjs-core';
import { classify, embed, encodeFrom, throughLayers } from '../model/ast';
import type { Model } from '../model/model';
import { layerOf } from '../model/parameters';
import type { AstShape } from '../model/shape';
import type { Objective } from './objectives';
import { KEEP_ALL } from './passage';
import { layersAhead, pooledFrom } from './stages';
import type { Start } from './start';

/** One forward and one backward pass. The caller frees all of it. */
export interface TapePass {
  readonly loss: tf.Scalar;
  /** [B, C] */
  readonly logits: tf.Tensor2D;
  /** Of the trained parameters, in the order of their names. */
  readonly gradients: tf.Tensor[];
}

/** What a pass is made of: a model, its trained parameters' names, where they begin, and what enters there. */
export interface PassInput {
  readonly model: Model;
  readonly names: readonly string[];
  readonly start: Start;
  readonly entering: tf.Tensor;
  readonly objective: Objective;
  /** [B, C] */
  readonly targets: tf.Tensor2D;
}

/**
 * Loss, logits and gradients by tfjs' tape. The tape keeps every activation, and every gradient of one, until its pass ends.
 * With `segment` > 0 only what enters every `segment`-th layer is kept, and the backward pass makes the layers between
 * anew, `segment` at a time, from the last to the first: one forward pass more (but for the last segment, which is not made
 * twice), for the memory of `segment` layers instead of all. Gradients are the same.
 *
 * Each segment has a tape of its own, whose backward pass starts from the gradient that the one above left: gradients
 * within a custom gradient would break tfjs' tape.
 */
export function tapePass(input: PassInput, segment: number): TapePass {
  const { start, model } = input;
  const layers = model.shape.depth - start.layer;
  return segment === KEEP_ALL || segment >= layers ? wholePass(input) : segmentedPass(input, segment);
}

/** The model with these tensors in place of its trained parameters. */
function withParameters(m: Model, names: readonly string[], tensors: readonly tf.Tensor[]): Model {
  const own = names.map((name, i): [string, tf.Tensor] => [name, tensors[i] as tf.Tensor]);
  return { ...m, parameters: new Map([...m.parameters, ...own]) };
}

const valuesOf = ({ parameters }: Model, names: readonly string[]): tf.Tensor[] =>
  names.map((name) => {
    const value = parameters.get(name);
    if (!value) throw new Error(`The model has no parameter ${name}.`);
    return value;
  });

function wholePass({ model, names, start, entering, objective, targets }: PassInput): TapePass {
  let logits: tf.Tensor2D | null = null;
  const loss = (...parameters: tf.Tensor[]): tf.Tensor => {
    const m = withParameters(model, names, parameters);
    logits = tf.keep(classify(m, pooledFrom(m, start, entering)));
    return objective(logits, targets);
  };
  const { value, grads } = tf.valueAndGrads(loss)(valuesOf(model, names));
  if (!logits) throw new Error('The forward pass gave no logits.');
  return { loss: value as tf.Scalar, logits, gradients: grads };
}

/** Where a parameter is used: a layer, -1 before the first, the number of layers behind the last. */
function placeOf(name: string, { depth, normOrder }: AstShape): number {
  const isBehind = name.startsWith('head') || (name.startsWith('norm.') && normOrder === 'pre');
  return layerOf(name) ?? (isBehind ? depth : -1);
}

function segmentedPass({ model, names, start, entering, objective, targets }: PassInput, segment: number): TapePass {
  const { shape } = model;
  const found = new Map<string, tf.Tensor>();
  const namesIn = (from: number, to: number) =>
    names.filter((name) => {
      const place = placeOf(name, shape);
      return place >= from && place < to;
    });
  /** Backwards through f, a function of tokens and of the parameters named: their gradients are put down, the tokens' given. */
  const back = (
    own: readonly string[],
    tokens: tf.Tensor3D | null,
    dy: tf.Tensor,
    f: (m: Model, tokens: tf.Tensor3D | null) => tf.Tensor,
  ): tf.Tensor | null => {
    const of = (...parts: tf.Tensor[]) =>
      tokens
        ? f(withParameters(model, own, parts.slice(1)), parts[0] as tf.Tensor3D)
        : f(withParameters(model, own, parts), null);
    const grads = tf.grads(of)([...(tokens ? [tokens] : []), ...valuesOf(model, own)], dy);
    const dx = tokens ? (grads.shift() ?? null) : null;
    grads.forEach((gradient, i) => found.set(own[i] as string, gradient));
    return dx;
  };

  // What enters each segment, the remainder of the division being the lowest one.
  const bounds: number[] = [];
  for (let from = shape.depth - segment; from > start.layer; from -= segment) bounds.unshift(from);
  bounds.unshift(start.layer);
  const isEmbeddingTrained = start.stage === 'sound';
  const first = isEmbeddingTrained ? tf.tidy(() => embed(model, entering as tf.Tensor3D)) : tf.clone(entering);
  const kept = [first as tf.Tensor3D];
  for (let i = 1; i < bounds.length; i++) {
    const below = kept[i - 1] as tf.Tensor3D;
    kept.push(layersAhead(model, below, bounds[i - 1] as number, bounds[i] as number));
  }

  const last = bounds.length - 1;
  const top = topPass(model, namesIn(bounds[last] as number, shape.depth + 1), {
    from: bounds[last] as number,
    tokens: kept[last] as tf.Tensor3D,
    objective,
    targets,
  });
  for (const [name, gradient] of top.gradients) found.set(name, gradient);
  kept.pop()?.dispose();
  let dy: tf.Tensor | null = top.dy;
  for (let i = last - 1; i >= 0 && dy; i--) {
    const [from, to] = [bounds[i] as number, bounds[i + 1] as number];
    const tokens = kept[i] as tf.Tensor3D;
    const above: tf.Tensor = dy;
    // Below the first segment nothing is trained unless the embedding is.
    const isWanted = i > 0 || isEmbeddingTrained;
    dy = back(namesIn(from, to), isWanted ? tokens : null, above, (m, x) => throughLayers(m, x ?? tokens, from, to));
    above.dispose();
    kept.pop()?.dispose();
  }
  const ofEmbedding = namesIn(-1, 0);
  if (dy && ofEmbedding.length > 0) back(ofEmbedding, null, dy, (m) => embed(m, entering as tf.Tensor3D));
  dy?.dispose();
  const gradients = names.map((name) => {
    const gradient = found.get(name);
    if (!gradient) throw new Error(`The backward pass gave no gradient for ${name}.`);
    return gradient;
  });
  return { loss: top.loss, logits: top.logits, gradients };
}

interface Top {
  readonly from: number;
  readonly tokens: tf.Tensor3D;
  readonly objective: Objective;
  readonly targets: tf.Tensor2D;
}

/** The last segment with pooling, head and loss: its own gradients, and that of what enters it. */
function topPass(model: Model, names: readonly string[], { from, tokens, objective, targets }: Top) {
  let logits: tf.Tensor2D | null = null;
  const loss = (x: tf.Tensor, ...parameters: tf.Tensor[]): tf.Tensor => {
    const m = withParameters(model, names, parameters);
    logits = tf.keep(classify(m, encodeFrom(m, from, x as tf.Tensor3D)));
    return objective(logits, targets);
  };
  const { value, grads } = tf.valueAndGrads(loss)([tokens, ...valuesOf(model, names)]);
  const [dy, ...own] = grads;
  if (!logits || !dy) throw new Error('The forward pass gave no logits.');
  const gradients = own.map((gradient, i) => [names[i] as string, gradient] as const);
  return { loss: value as tf.Scalar, logits: logits as tf.Tensor2D, dy, gradients };
}
