import type * as tf from '@tensorflow/tfjs-core';
import { parameter } from '../model/model';
import { layerNormGradientKernel, layerNormKernel } from '../ops/webgpu/layerNormKernels';
import type { Gpu } from './gpu';
import { attentionGradientKernel, attentionKernel } from './kernels/attention';
import { PLAIN_PRODUCT, type ProductCase } from './kernels/product';
import { narrowKernel, tapGradientKernel } from './kernels/taps';
import type { AdapterAt, FusedModel, LayerAdapters } from './model';
import { attendedSize } from './sizes';

/** Where one layer keeps what its backward pass reads. */
export interface LayerSlots {
  /** LayerNorm outputs [R, d], R = B N. */
  readonly h1: tf.TensorInfo;
  readonly h2: tf.TensorInfo;
  /** [R, 3 d]. */
  readonly qkv: tf.TensorInfo;
  /** See `attentionKernel`. */
  readonly attended: tf.TensorInfo;
  /** Between the two blocks, [R, d]. */
  readonly y: tf.TensorInfo;
  /** gelu and gelu' of the FFN's inside, [2, R, mlp], and of the adapters', [2, R, r]. */
  readonly u: tf.TensorInfo;
  readonly z1: tf.TensorInfo | null;
  readonly z2: tf.TensorInfo | null;
}

/** Everything that the functions below need to know of a pass. */
export interface PassContext {
  readonly gpu: Gpu;
  readonly m: FusedModel;
  readonly B: number;
  readonly theta: tf.TensorInfo;
}

const rowsOf = ({ m, B }: PassContext) => B * m.shape.tokens;

export function layerSlots(c: PassContext, adapters: LayerAdapters, suffix: string): LayerSlots {
  const { gpu, m, B } = c;
  const { dim, heads, tokens } = m.shape;
  const R = rowsOf(c);
  const slot = (name: string, floats: number) => gpu.slot(`${name}${suffix}`, floats);
  const narrow = (name: string, at: AdapterAt | null) => at && slot(name, 2 * R * at.r);
  return {
    h1: slot('h1', R * dim),
    h2: slot('h2', R * dim),
    qkv: slot('qkv', 3 * R * dim),
    attended: slot('attended', attendedSize({ B, N: tokens, heads, each: dim / heads })),
    y: slot('y', R * dim),
    u: slot('u', 2 * R * m.mlpDim),
    z1: narrow('z1', adapters.attn),
    z2: narrow('z2', adapters.ffn),
  };
}

/** a W^T + bias and more, for the frozen linear map `name` of [out, in]. */
function linear(
  c: PassContext,
  name: string,
  a: tf.TensorInfo,
  into: tf.TensorInfo,
  more: Partial<ProductCase>,
  inputs: Readonly<Record<string, tf.TensorInfo | null>> = {},
): void {
  const { weight, halves, shape } = c.m.weight(name);
  const [N = 0, K = 0] = shape;
  const bias = parameter({ parameters: c.m.frozen }, `${name}.bias`);
  const product = { ...PLAIN_PRODUCT, M: rowsOf(c), N, K, transposeB: true, halves, bias: true, ...more };
  c.gpu.product(product, { A: a, B: weight, bias, theta: c.theta, ...inputs }, into);
}

/** dy W and more: the gradient of `linear` in its input. */
function linearBack(
  c: PassContext,
  name: string,
  dy: tf.TensorInfo,
  into: tf.TensorInfo,
  more: Partial<ProductCase>,
  inputs: Readonly<Record<string, tf.TensorInfo | null>> = {},
): void {
  const { weight, halves, shape } = c.m.weight(name);
  const [K = 0, N = 0] = shape;
  const product = { ...PLAIN_PRODUCT, M: rowsOf(c), N, K, transposeB: false, halves, ...more };
  c.gpu.product(product, { A: dy, B: weight, theta: c.theta, ...inputs }, into);
}

/** An adapter's second convolution, forwards (`up`) or backwards (`down`), as the tail of a product. */
const tailOf = ({ m }: PassContext, at: AdapterAt | null, side: 'up' | 'down') =>
  at && { tokens: m.shape.tokens, taps: at.taps, r: at.r, offset: at[side] };

function norm(c: PassContext, name: string, x: tf.TensorInfo, into: tf.TensorInfo): void {
  const { gpu, m } = c;
  const [g, b] = ['weight', 'bias'].map((part) => parameter({ parameters: m.frozen }, `${name}.${part}`));
  const rows = { shape: [rowsOf(c), m.shape.dim], eps: m.shape.blockEps, sharing: gpu.tuning.sharing };
  gpu.run(layerNormKernel(rows), [x, g, b], into);
}

/** dx + LayerNorm's gradient of dh at x. */
function normBack(
  c: PassContext,
  name: string,
  x: tf.TensorInfo,
  dh: tf.TensorInfo,
  dx: tf.TensorInfo,
  into: tf.TensorInfo,
): void {
  const { gpu, m } = c;
  const rows = { shape: [rowsOf(c), m.shape.dim], eps: m.shape.blockEps, sharing: gpu.tuning.sharing };
  gpu.run(
    layerNormGradientKernel(rows, true),
    [x, dh, parameter({ parameters: m.frozen }, `${name}.weight`), dx],
    into,
  );
}

/** An adapter's first convolution and GELU: h [R, d] -> z [2, R, r]. */
function down(c: PassContext, at: AdapterAt | null, h: tf.TensorInfo, z: tf.TensorInfo | null): void {
  if (!at || !z) return;
  const { gpu, m, B } = c;
  const sizes = { B, tokens: m.shape.tokens, taps: at.taps, r: at.r, dim: m.shape.dim, offset: at.down };
  gpu.run(narrowKernel(sizes, true, gpu.tuning.rowsAtOnce), [h, at.neighbour, c.theta], z);
}

/** The gradients of an adapter's weights, and dz [R, r], the gradient of what its GELU reads. */
function adapterBack(
  c: PassContext,
  at: AdapterAt | null,
  z: tf.TensorInfo | null,
  h: tf.TensorInfo,
  dy: tf.TensorInfo,
  gradient: tf.TensorInfo,
): tf.TensorInfo | null {
  if (!at || !z) return null;
  const { gpu, m, B } = c;
  const sizes = { B, tokens: m.shape.tokens, taps: at.taps, r: at.r, dim: m.shape.dim };
  const dz = gpu.slot('dz', rowsOf(c) * at.r);
  gpu.run(narrowKernel({ ...sizes, offset: at.up }, false, gpu.tuning.rowsAtOnce), [dy, at.reader, c.theta, z], dz);
  const sums = tapGradientKernel(sizes, at, m.total, gpu.tuning.sharing);
  gpu.run(sums, [z, dy, at.neighbour, dz, h, at.reader], gradient);
  return dz;
}

/**
 * One transformer layer with its adapters: x + Attn(h) + A(h), then y + FFN(h) + A(h), h = LayerNorm; x [R, d].
 * @param into null where only what the backward pass reads is wanted
 * Reference: model/ast.ts, block.
 */
export function layerForward(
  c: PassContext,
  layer: number,
  adapters: LayerAdapters,
  slots: LayerSlots,
  x: tf.TensorInfo,
  into: tf.TensorInfo | null,
): void {
  const { gpu, m, B } = c;
  const { dim, heads, tokens } = m.shape;
  const at = `blocks.${layer}`;
  const { h1, h2, qkv, attended, y, u, z1, z2 } = slots;
  norm(c, `${at}.norm1`, x, h1);
  down(c, adapters.attn, h1, z1);
  linear(c, `${at}.qkv`, h1, qkv, {});
  gpu.run(attentionKernel({ B, N: tokens, heads, each: dim / heads }), [qkv], attended);
  const beside = (adapter: AdapterAt | null) => ({ residual: true, taps: tailOf(c, adapter, 'up') });
  const first = { residual: x, narrow: z1, table: adapters.attn?.neighbour ?? null };
  linear(c, `${at}.proj`, attended, y, beside(adapters.attn), first);
  norm(c, `${at}.norm2`, y, h2);
  down(c, adapters.ffn, h2, z2);
  linear(c, `${at}.fc1`, h2, u, { gelu: true });
  const second = { residual: y, narrow: z2, table: adapters.ffn?.neighbour ?? null };
  if (into) linear(c, `${at}.fc2`, u, into, beside(adapters.ffn), second);
}

/**
 * The gradients of a layer's adapters, and dL/dx from dL/d(layer's output): both [R, d], in two places by turns.
 * @param isLowest nothing below is trained: dL/dx is not wanted
 * @param dx the gradient of the output; overwritten by that of the input
 */
export function layerBackward(
  c: PassContext,
  layer: number,
  adapters: LayerAdapters,
  slots: LayerSlots,
  x: tf.TensorInfo,
  dx: tf.TensorInfo,
  gradient: tf.TensorInfo,
  isLowest: boolean,
): void {
  const { gpu, m, B } = c;
  const { dim, heads, tokens } = m.shape;
  const R = rowsOf(c);
  const at = `blocks.${layer}`;
  const { h1, h2, qkv, attended, y, u, z1, z2 } = slots;
  const dy = gpu.slot('dy', R * dim);
  const dh = gpu.slot('dh', R * dim);
  const besides = (adapter: AdapterAt | null) => ({ taps: tailOf(c, adapter, 'down') });

  const dz2 = adapterBack(c, adapters.ffn, z2, h2, dx, gradient);
  if (isLowest && !adapters.attn) return;
  const du = gpu.slot('du', R * m.mlpDim);
  linearBack(c, `${at}.fc2`, dx, du, { factor: true }, { factor: u });
  linearBack(c, `${at}.fc1`, du, dh, besides(adapters.ffn), { narrow: dz2, table: adapters.ffn?.reader ?? null });
  normBack(c, `${at}.norm2`, y, dh, dx, dy);

  const dz1 = adapterBack(c, adapters.attn, z1, h1, dy, gradient);
  if (isLowest) return;
  linearBack(c, `${at}.proj`, dy, dh, {});
  const dqkv = gpu.slot('dqkv', 3 * R * dim);
  gpu.run(attentionGradientKernel({ B, N: tokens, heads, each: dim / heads }), [qkv, attended, dh], dqkv);
  linearBack(c, `${at}.qkv`, dqkv, dh, besides(adapters.attn), { narrow: dz1, table: adapters.attn?.reader ?? null });
  normBack(c, `${at}.norm1`, x, dh, dy, dx);
}
