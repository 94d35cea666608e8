import * as tf from '@tensorflow/tfjs-core';
import { attention, attentionProbabilities } from '../ops/attention';
import { gelu } from '../ops/gelu';
import { layerNorm } from '../ops/layerNorm';
import { linear } from '../ops/linear';
import { extractPatches } from '../ops/patches';
import { adapterName, type Placement } from './adapters';
import { lookAside } from './lookAside';
import type { AstShape } from './shape';

/** Parameters by canonical name (see Backbone in weights/types.ts), adapters in the engine's layout. */
export type Parameters = ReadonlyMap<string, tf.Tensor>;

/** What a forward pass reads: the frozen and trained parameters together, and which of them are trained. */
export interface Model {
  readonly shape: AstShape;
  readonly parameters: Parameters;
  /** Parameters whose gradient may be asked for; all others are constants to the backward pass. */
  readonly trained: ReadonlySet<string>;
}

/**
 * The model as it stands, safe from steps that replace its parameters meanwhile: names of its own for the same memory.
 * The caller frees it.
 */
export function snapshot(m: Model): Model & { dispose(): void } {
  const parameters = new Map([...m.parameters].map(([name, tensor]) => [name, tf.keep(tf.clone(tensor))] as const));
  return { ...m, parameters, dispose: () => tf.dispose([...parameters.values()]) };
}

/** LayerNorm epsilon of the head: torch.nn.LayerNorm's default, in AST's mlp_head. */
const HEAD_EPS = 1e-5;

function parameter(m: Model, name: string): tf.Tensor {
  const found = m.parameters.get(name);
  if (!found) throw new Error(`The model has no parameter ${name}.`);
  return found;
}

function project(m: Model, name: string, x: tf.Tensor): tf.Tensor3D {
  const [weight, bias] = [`${name}.weight`, `${name}.bias`];
  const frozen = !m.trained.has(weight) && !m.trained.has(bias);
  return linear(x, parameter(m, weight), parameter(m, bias), frozen) as tf.Tensor3D;
}

function norm(m: Model, name: string, x: tf.Tensor, eps: number): tf.Tensor3D {
  const frozen = !m.trained.has(`${name}.weight`);
  return layerNorm(x, parameter(m, `${name}.weight`), parameter(m, `${name}.bias`), eps, frozen) as tf.Tensor3D;
}

/**
 * Patch tokens behind the class and distillation tokens, with positions added.
 * @param x [B, T, M], normalised log-mel features  @returns [B, N, d]
 */
export function embed(m: Model, x: tf.Tensor3D): tf.Tensor3D {
  const { patch, prefix, patchIndex, dim } = m.shape;
  const [B] = x.shape;
  const cut = extractPatches(x, patchIndex, patch); // [B, F W, p p]
  const kernel = tf.reshape(parameter(m, 'patch.weight'), [dim, patch * patch]);
  const frozen = !m.trained.has('patch.weight');
  const tokens = linear(cut, kernel, parameter(m, 'patch.bias'), frozen) as tf.Tensor3D; // [B, F W, d]
  const heads = tf.concat([parameter(m, 'cls'), parameter(m, 'dist')], 1); // [1, S, d]
  const front = tf.add(tf.zeros<tf.Rank.R3>([B, prefix, dim]), heads); // [B, S, d]
  return tf.add(tf.concat([front, tokens], 1), parameter(m, 'pos'));
}

/** The adapter beside block `place` of layer i, applied to the LayerNorm output h; null where there is none. */
function beside(m: Model, i: number, place: Placement, h: tf.Tensor3D): tf.Tensor3D | null {
  const down = m.parameters.get(adapterName(i, place, 'down'));
  if (!down) return null;
  return lookAside(h, down, parameter(m, adapterName(i, place, 'up')), m.shape.taps(place));
}

const plus = (x: tf.Tensor3D, y: tf.Tensor3D | null): tf.Tensor3D => (y ? tf.add(x, y) : x);

/**
 * One pre-norm transformer block with its adapters: x + Attn(h) + A(h), then x + FFN(h) + A(h), h = LayerNorm(x).
 * @param x [B, N, d]  @returns [B, N, d]
 */
export function block(m: Model, i: number, x: tf.Tensor3D): tf.Tensor3D {
  const { heads, blockEps } = m.shape;
  const h = norm(m, `blocks.${i}.norm1`, x, blockEps);
  const attended = project(m, `blocks.${i}.proj`, attention(project(m, `blocks.${i}.qkv`, h), heads));
  const y = plus(tf.add(x, attended), beside(m, i, 'attn', h));
  const g = norm(m, `blocks.${i}.norm2`, y, blockEps);
  const fed = project(m, `blocks.${i}.fc2`, gelu(project(m, `blocks.${i}.fc1`, g)));
  return plus(tf.add(y, fed), beside(m, i, 'ffn', g));
}

/** Attention probabilities of layer i for its input x: [B, h, N, N]. */
export function blockAttention(m: Model, i: number, x: tf.Tensor3D): tf.Tensor4D {
  const h = norm(m, `blocks.${i}.norm1`, x, m.shape.blockEps);
  return attentionProbabilities(project(m, `blocks.${i}.qkv`, h), m.shape.heads);
}

/** (class + distillation) / 2 after the final LayerNorm: [B, N, d] -> [B, d]. */
export function pool(m: Model, x: tf.Tensor3D): tf.Tensor2D {
  const [B] = x.shape;
  const front = norm(m, 'norm', tf.slice(x, [0, 0, 0], [B, m.shape.prefix, m.shape.dim]), m.shape.blockEps);
  return tf.mean(front, 1);
}

/** AST's mlp_head, LayerNorm then Linear: [B, d] -> [B, C]. */
export function classify(m: Model, pooled: tf.Tensor2D): tf.Tensor2D {
  return project(m, 'head', norm(m, 'head_norm', pooled, HEAD_EPS)) as tf.Tensor as tf.Tensor2D;
}

/** Pooled features [B, d] of normalised spectrograms x [B, T, M]. */
export function encode(m: Model, x: tf.Tensor3D): tf.Tensor2D {
  let tokens = embed(m, x);
  for (let i = 0; i < m.shape.depth; i++) {
    const before = tokens;
    tokens = tf.tidy(() => block(m, i, before));
  }
  return pool(m, tokens);
}

/** Logits [B, C] of normalised spectrograms x [B, T, M]. */
export function forward(m: Model, x: tf.Tensor3D): tf.Tensor2D {
  return classify(m, encode(m, x));
}
