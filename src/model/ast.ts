import * as tf from '@tensorflow/tfjs-core';
import { attention, attentionProbabilities } from '../ops/attention';
import type { Frozen } from '../ops/bias';
import { gelu } from '../ops/gelu';
import { layerNorm } from '../ops/layerNorm';
import { linear } from '../ops/linear';
import { extractPatches } from '../ops/patches';
import { firstTokens } from '../ops/tokens';
import type { Pooling } from '../weights/types';
import type { Projection } from './lora';
import type { Placement } from './adapters';
import { parameter, type Model } from './model';
import { FIXED_POSITIONS, LEARNED_POSITIONS } from './positions';
import { WIRINGS } from './wirings';

/** LayerNorm epsilon of the head: torch.nn.LayerNorm's default, in AST's mlp_head. */
export const HEAD_EPS = 1e-5;

/** Which of a module's weight and bias are constants to the backward pass. */
function frozenOf({ trained }: Model, name: string): Frozen {
  if (trained.has(`${name}.weight`)) return false;
  return trained.has(`${name}.bias`) ? 'weight' : true;
}

function project(m: Model, name: string, x: tf.Tensor): tf.Tensor3D {
  const [weight, bias] = [parameter(m, `${name}.weight`), parameter(m, `${name}.bias`)];
  return linear(x, weight, bias, frozenOf(m, name)) as tf.Tensor3D;
}

function norm(m: Model, name: string, x: tf.Tensor, eps: number): tf.Tensor3D {
  const [weight, bias] = [parameter(m, `${name}.weight`), parameter(m, `${name}.bias`)];
  return layerNorm(x, weight, bias, eps, frozenOf(m, name)) as tf.Tensor3D;
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
  const tokens = linear(cut, kernel, parameter(m, 'patch.bias'), frozenOf(m, 'patch')) as tf.Tensor3D; // [B, F W, d]
  const positions = m.parameters.get(FIXED_POSITIONS) ?? parameter(m, LEARNED_POSITIONS);
  if (prefix === 0) return normBehind(m, 'norm', tf.add(tokens, positions));
  const [first, second] = [parameter(m, 'cls'), prefix > 1 ? parameter(m, 'dist') : null];
  const heads = second ? tf.concat([first, second], 1) : first; // [1, S, d]
  const front = tf.add(tf.zeros<tf.Rank.R3>([B, prefix, dim]), heads); // [B, S, d]
  return normBehind(m, 'norm', tf.add(tf.concat([front, tokens], 1), positions));
}

const plus = (x: tf.Tensor3D, y: tf.Tensor3D | null): tf.Tensor3D => (y ? tf.add(x, y) : x);

/** A projection of layer i with what the method adds to it. */
function product(m: Model, i: number, part: Projection, x: tf.Tensor3D): tf.Tensor3D {
  return plus(project(m, `blocks.${i}.${part}`, x), WIRINGS[m.settings.method].change(m, i, part, x));
}

/** Queries, keys and values of layer i for its LayerNorm output h [B, N, d], with what the method puts beside: [B, N.., 3 d]. */
function packed(m: Model, i: number, h: tf.Tensor3D): tf.Tensor3D {
  return WIRINGS[m.settings.method].attend(m, i, product(m, i, 'qkv', h));
}

/** Sees what a method adds beside a block, [B, N, d] or more tokens, while the layer runs. */
export type Watch = (place: Placement, added: tf.Tensor3D) => void;

/**
 * One transformer block with what the method places in it (`WIRINGS`); with adapters x + Attn(h) + A(h), then
 * x + FFN(h) + A(h), h = LayerNorm(x); or, where norms stand behind the sums, LayerNorm(x + Attn(x) + A(x)), then
 * LayerNorm(x + FFN(x) + A(x)).
 * @param x [B, N, d], or more tokens where the layer before had prompts  @returns [B, N, d], or more
 */
export function block(m: Model, i: number, x: tf.Tensor3D, watch?: Watch): tf.Tensor3D {
  const { enter, beside: besideOf, after } = WIRINGS[m.settings.method];
  const beside: typeof besideOf = (...where) => {
    const added = besideOf(...where);
    if (added) watch?.(where[2], added);
    return added;
  };
  const tokens = enter(m, i, x);
  const h = normBefore(m, `blocks.${i}.norm1`, tokens);
  const seen = firstTokens(attention(packed(m, i, h), m.shape.heads), h.shape[1]);
  const attended = after(m, i, 'attn', product(m, i, 'proj', seen));
  const y = normBehind(m, `blocks.${i}.norm1`, plus(tf.add(tokens, attended), beside(m, i, 'attn', h)));
  const g = normBefore(m, `blocks.${i}.norm2`, y);
  const fed = after(m, i, 'ffn', product(m, i, 'fc2', gelu(product(m, i, 'fc1', g)) as tf.Tensor3D));
  return normBehind(m, `blocks.${i}.norm2`, plus(tf.add(y, fed), beside(m, i, 'ffn', g)));
}

/**
 * Attention probabilities of layer i for its input x: [B, h, N, N], over the N tokens of the clip. Rows sum to one, but
 * where the method has prompts or a prefix: what a token gives to those is not shown, and its row sums to less.
 */
export function blockAttention(m: Model, i: number, x: tf.Tensor3D): tf.Tensor4D {
  const h = normBefore(m, `blocks.${i}.norm1`, WIRINGS[m.settings.method].enter(m, i, x));
  const p = attentionProbabilities(packed(m, i, h), m.shape.heads);
  const [B, heads, all] = p.shape;
  const { tokens } = m.shape;
  return all === tokens ? p : tf.slice(p, [0, 0, 0, 0], [B, heads, tokens, tokens]);
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

/** What enters layer `layer`: the embedding of x [B, T, M], through the layers before it. */
export function tokensInto(m: Model, layer: number, x: tf.Tensor3D): tf.Tensor3D {
  return throughLayers(m, embed(m, x), 0, layer);
}

/** Pooled features [B, d] from what enters layer `from`. */
export function encodeFrom(m: Model, from: number, tokens: tf.Tensor3D): tf.Tensor2D {
  return pool(m, firstTokens(throughLayers(m, tokens, from, m.shape.depth), m.shape.tokens));
}

/** Tokens through layers [from, to). */
export function throughLayers(m: Model, tokens: tf.Tensor3D, from: number, to: number): tf.Tensor3D {
  let now = tokens;
  for (let i = from; i < to; i++) {
    const before = now;
    now = tf.tidy(() => block(m, i, before));
  }
  return now;
}

/** Pooled features [B, d] of normalised spectrograms x [B, T, M]. */
export function encode(m: Model, x: tf.Tensor3D): tf.Tensor2D {
  return encodeFrom(m, 0, embed(m, x));
}

/** Logits [B, C] of normalised spectrograms x [B, T, M]. */
export function forward(m: Model, x: tf.Tensor3D): tf.Tensor2D {
  return m.whole?.(x) ?? classify(m, encode(m, x));
}
