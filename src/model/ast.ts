import * as tf from '@tensorflow/tfjs-core';
import { attention, attentionProbabilities } from '../ops/attention';
import { gelu } from '../ops/gelu';
import { layerNorm } from '../ops/layerNorm';
import { linear } from '../ops/linear';
import { extractPatches } from '../ops/patches';
import { adapterName, type Placement } from './adapters';
import { lookAside } from './lookAside';
import { FIXED_POSITIONS, LEARNED_POSITIONS } from './positions';
import type { AstShape } from './shape';
import type { Pooling } from '../weights/types';

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

/** The LayerNorm before a sublayer, or nothing where norms stand behind the sums. */
function normBefore(m: Model, name: string, x: tf.Tensor3D): tf.Tensor3D {
  return m.shape.normOrder === 'pre' ? norm(m, name, x, m.shape.blockEps) : x;
}

/** The LayerNorm behind a sum, or nothing where norms stand before the sublayers. */
function normBehind(m: Model, name: string, x: tf.Tensor3D): tf.Tensor3D {
  return m.shape.normOrder === 'post' ? norm(m, name, x, m.shape.blockEps) : x;
}

/**
 * Patch tokens behind the S prefix tokens, with positions added (and normalised where norms stand behind the sums).
 * @param x [B, T, M], normalised log-mel features  @returns [B, N, d]
 */
export function embed(m: Model, x: tf.Tensor3D): tf.Tensor3D {
  const { patch, prefix, patchIndex, dim } = m.shape;
  const [B] = x.shape;
  const cut = extractPatches(x, patchIndex, patch); // [B, F W, p q]
  const kernel = tf.reshape(parameter(m, 'patch.weight'), [dim, patch[0] * patch[1]]);
  const frozen = !m.trained.has('patch.weight');
  const tokens = linear(cut, kernel, parameter(m, 'patch.bias'), frozen) as tf.Tensor3D; // [B, F W, d]
  const positions = m.parameters.get(FIXED_POSITIONS) ?? parameter(m, LEARNED_POSITIONS);
  if (prefix === 0) return normBehind(m, 'norm', tf.add(tokens, positions));
  const [first, second] = [parameter(m, 'cls'), prefix > 1 ? parameter(m, 'dist') : null];
  const heads = second ? tf.concat([first, second], 1) : first; // [1, S, d]
  const front = tf.add(tf.zeros<tf.Rank.R3>([B, prefix, dim]), heads); // [B, S, d]
  return normBehind(m, 'norm', tf.add(tf.concat([front, tokens], 1), positions));
}

/** The adapter beside block `place` of layer i, applied to the LayerNorm output h; null where there is none. */
function beside(m: Model, i: number, place: Placement, h: tf.Tensor3D): tf.Tensor3D | null {
  const down = m.parameters.get(adapterName(i, place, 'down'));
  if (!down) return null;
  return lookAside(h, down, parameter(m, adapterName(i, place, 'up')), m.shape.taps(place));
}

const plus = (x: tf.Tensor3D, y: tf.Tensor3D | null): tf.Tensor3D => (y ? tf.add(x, y) : x);

/**
 * One transformer block with its adapters: x + Attn(h) + A(h), then x + FFN(h) + A(h), h = LayerNorm(x); or, where norms
 * stand behind the sums, LayerNorm(x + Attn(x) + A(x)), then LayerNorm(x + FFN(x) + A(x)).
 * @param x [B, N, d]  @returns [B, N, d]
 */
export function block(m: Model, i: number, x: tf.Tensor3D): tf.Tensor3D {
  const { heads } = m.shape;
  const h = normBefore(m, `blocks.${i}.norm1`, x);
  const attended = project(m, `blocks.${i}.proj`, attention(project(m, `blocks.${i}.qkv`, h), heads));
  const y = normBehind(m, `blocks.${i}.norm1`, plus(tf.add(x, attended), beside(m, i, 'attn', h)));
  const g = normBefore(m, `blocks.${i}.norm2`, y);
  const fed = project(m, `blocks.${i}.fc2`, gelu(project(m, `blocks.${i}.fc1`, g)));
  return normBehind(m, `blocks.${i}.norm2`, plus(tf.add(y, fed), beside(m, i, 'ffn', g)));
}

/** Attention probabilities of layer i for its input x: [B, h, N, N]. */
export function blockAttention(m: Model, i: number, x: tf.Tensor3D): tf.Tensor4D {
  const h = normBefore(m, `blocks.${i}.norm1`, x);
  return attentionProbabilities(project(m, `blocks.${i}.qkv`, h), m.shape.heads);
}

/** The S prefix tokens of x [B, N, d]. */
const prefixOf = ({ shape: { prefix, dim } }: Model, x: tf.Tensor3D): tf.Tensor3D =>
  tf.slice(x, [0, 0, 0], [x.shape[0], prefix, dim]);

/** The F W patch tokens of x [B, N, d]. */
const patchesOf = ({ shape: { prefix, tokens, dim } }: Model, x: tf.Tensor3D): tf.Tensor3D =>
  prefix === 0 ? x : tf.slice(x, [0, prefix, 0], [x.shape[0], tokens - prefix, dim]);

const POOLINGS: Readonly<Record<Pooling, (m: Model, x: tf.Tensor3D) => tf.Tensor2D>> = {
  'prefix-mean': (m, x) => tf.mean(normBefore(m, 'norm', prefixOf(m, x)), 1),
  'patch-mean': (m, x) => tf.mean(normBefore(m, 'norm', patchesOf(m, x)), 1),
  'patch-mean-norm': (m, x) => tf.squeeze(normBefore(m, 'norm', tf.mean(patchesOf(m, x), 1, true)), [1]),
};

/**
 * The clip's vector, [B, N, d] -> [B, d]: (class + distillation) / 2 after the final LayerNorm, or as the backbone's
 * `pooling` has it.
 */
export function pool(m: Model, x: tf.Tensor3D): tf.Tensor2D {
  return POOLINGS[m.shape.pooling](m, x);
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
