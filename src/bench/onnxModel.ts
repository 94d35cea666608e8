import { adapterName, extentOf, type Placement } from '../model/adapters';
import { HEAD_EPS } from '../model/ast';
import { toEngine } from '../model/lookAside';
import { MEL_BINS } from '../model/shape';
import { tapIndex } from '../ops/taps';
import type { Weight } from '../weights/types';
import { CLASSES } from './configurations';
import { onnxFile, type OnnxAttribute, type OnnxNode, type OnnxTensor } from './onnxFile';
import type { Work } from './work';

/** Gelu is an operator of its own from this version. */
const OPSET = 20;

/** Nodes and weights as they are added; `node` answers with the name of its output. */
interface Graph {
  node(type: string, inputs: readonly string[], attributes?: Readonly<Record<string, OnnxAttribute>>): string;
  /** A node of several outputs. */
  several(type: string, count: number, inputs: readonly string[], attributes?: OnnxNode['attributes']): string[];
  /** Of onnxruntime's own operators. */
  own(type: string, inputs: readonly string[], attributes?: OnnxNode['attributes']): string;
  weight(weight: Weight): string;
  numbers(values: readonly number[]): string;
}

function graphBuilder(): Graph & { readonly nodes: OnnxNode[]; readonly weights: OnnxTensor[] } {
  const nodes: OnnxNode[] = [];
  const weights: OnnxTensor[] = [];
  let names = 0;
  const add = (type: string, count: number, inputs: readonly string[], rest: Partial<OnnxNode>) => {
    const outputs = Array.from({ length: count }, () => `v${names++}`);
    nodes.push({ type, inputs, outputs, ...rest });
    return outputs;
  };
  const hold = (tensor: Omit<OnnxTensor, 'name'>) => {
    const name = `w${names++}`;
    weights.push({ name, ...tensor });
    return name;
  };
  return {
    nodes,
    weights,
    node: (type, inputs, attributes = {}) => add(type, 1, inputs, { attributes })[0] ?? '',
    several: (type, count, inputs, attributes = {}) => add(type, count, inputs, { attributes }),
    own: (type, inputs, attributes = {}) => add(type, 1, inputs, { attributes, domain: 'com.microsoft' })[0] ?? '',
    weight: ({ shape, data }) => hold({ shape, data }),
    numbers: (values) => hold({ shape: [values.length], data: BigInt64Array.from(values, BigInt) }),
  };
}

/**
 * The forward pass of model/ast.ts in as few operators as ONNX has for it: tokens as rows [B N, d], projections as Gemm. Input `x` [B, T, M], output `logits` [B, C].
 * @param attentionAs its plain parts, or onnxruntime's own MultiHeadAttention, which its tools put in their place
 */
export function onnxModel(work: Work, attentionAs: 'parts' | 'MultiHeadAttention'): Uint8Array<ArrayBuffer> {
  const { config, backbone, grid, frozen, trained } = work;
  const { dim: d, depth, heads, prefixTokens: S, blockEps, patch } = backbone.config;
  const [F, W] = grid;
  const B = config.batch;
  const g = graphBuilder();
  const of = (name: string): Weight => {
    const weight = frozen.get(name) ?? trained.get(name);
    if (!weight) throw new Error(`There is no ${name}.`);
    return weight;
  };
  const reshape = (x: string, shape: readonly number[]) => g.node('Reshape', [x, g.numbers(shape)]);
  const transpose = (x: string, perm: readonly number[]) => g.node('Transpose', [x], { perm });
  const N = S + F * W;
  /** x W^T + b of rows x [R, i], one operator. */
  const linear = (name: string, x: string) =>
    g.node('Gemm', [x, g.weight(of(`${name}.weight`)), g.weight(of(`${name}.bias`))], { transB: 1 });
  const norm = (name: string, x: string, eps: number) =>
    g.node('LayerNormalization', [x, g.weight(of(`${name}.weight`)), g.weight(of(`${name}.bias`))], {
      axis: -1,
      epsilon: { float: eps },
    });
  const slice = (x: string, axis: number, from: number, to: number) =>
    g.node('Slice', [x, g.numbers([from]), g.numbers([to]), g.numbers([axis])]);

  const embed = (): string => {
    const [p, q] = patch;
    const cut = transpose(reshape('x', [B, W, q, F, p]), [0, 3, 1, 4, 2]);
    const kernel = of('patch.weight');
    const flat = { shape: [d, p * q], data: kernel.data };
    const rows = [reshape(cut, [B * F * W, p * q]), g.weight(flat), g.weight(of('patch.bias'))];
    const tokens = reshape(g.node('Gemm', rows, { transB: 1 }), [B, F * W, d]);
    const front = g.weight(repeated([of('cls'), of('dist')], B, d));
    return reshape(g.node('Add', [g.node('Concat', [front, tokens], { axis: 1 }), g.weight(of('pos'))]), [B * N, d]);
  };

  const attention = (qkv: string): string => {
    if (attentionAs === 'MultiHeadAttention') {
      const parts = g.several('Split', 3, [reshape(qkv, [B, N, 3 * d]), g.numbers([d, d, d])], { axis: -1 });
      return reshape(g.own('MultiHeadAttention', parts, { num_heads: heads }), [B * N, d]);
    }
    const byHead = transpose(reshape(qkv, [B, N, 3, heads, d / heads]), [2, 0, 3, 1, 4]);
    const parts = g.several('Split', 3, [byHead, g.numbers([1, 1, 1])], { axis: 0 });
    const [q = '', k = '', v = ''] = parts.map((part) => reshape(part, [B * heads, N, d / heads]));
    const scale = g.weight({ shape: [], data: Float32Array.of(Math.sqrt(heads / d)) });
    const scores = g.node('MatMul', [g.node('Mul', [q, scale]), transpose(k, [0, 2, 1])]);
    const seen = reshape(g.node('MatMul', [g.node('Softmax', [scores], { axis: -1 }), v]), [B, heads, N, d / heads]);
    return reshape(transpose(seen, [0, 2, 1, 3]), [B * N, d]);
  };

  /** Rows of x [B, R, c] by index, where index R is a row of zeros: [B, I, c]. */
  const rowsOrZero = (x: string, c: number, index: readonly number[]) => {
    const zero = g.weight({ shape: [B, 1, c], data: new Float32Array(B * c) });
    return g.node('Gather', [g.node('Concat', [x, zero], { axis: 1 }), g.numbers(index)], { axis: 1 });
  };
  /** As model/lookAside.ts has it: products, and rows moved between tokens by the same tables. h [B N, d]. */
  const lookAside = (i: number, place: Placement, h: string): string => {
    const spec = config.adapters[place];
    if (!spec) throw new Error(`No adapter beside ${place}.`);
    const { bottleneck: r } = spec;
    const { taps, neighbour } = tapIndex(grid, extentOf(spec), S);
    const weight = (part: 'down' | 'up') => toEngine(part, of(adapterName(i, place, part)));
    const perTap = g.node('MatMul', [h, g.weight(transposed(weight('down')))]);
    const near = rowsOrZero(reshape(perTap, [B, N * taps, r]), r, [...neighbour.flat]);
    const summed = g.node('ReduceSum', [reshape(near, [B * N, taps, r]), g.numbers([1])], { keepdims: 0 });
    const z = reshape(g.node('Gelu', [summed]), [B, N, r]);
    return g.node('MatMul', [
      reshape(rowsOrZero(z, r, [...neighbour.token]), [B * N, taps * r]),
      g.weight(weight('up')),
    ]);
  };

  let x = embed();
  for (let i = 0; i < depth; i++) {
    const h = norm(`blocks.${i}.norm1`, x, blockEps);
    const attended = linear(`blocks.${i}.proj`, attention(linear(`blocks.${i}.qkv`, h)));
    const y = g.node('Add', [g.node('Add', [x, attended]), lookAside(i, 'attn', h)]);
    const n = norm(`blocks.${i}.norm2`, y, blockEps);
    const fed = linear(`blocks.${i}.fc2`, g.node('Gelu', [linear(`blocks.${i}.fc1`, n)]));
    x = g.node('Add', [g.node('Add', [y, fed]), lookAside(i, 'ffn', n)]);
  }
  const prefix = norm('norm', slice(reshape(x, [B, N, d]), 1, 0, S), blockEps);
  const pooled = g.node('ReduceMean', [prefix, g.numbers([1])], { keepdims: 0 });
  g.nodes.push({
    type: 'Identity',
    inputs: [linear('head', norm('head_norm', pooled, HEAD_EPS))],
    outputs: ['logits'],
  });
  return onnxFile({
    nodes: g.nodes,
    weights: g.weights,
    inputs: [{ name: 'x', shape: [B, config.frames, MEL_BINS] }],
    outputs: [{ name: 'logits', shape: [B, CLASSES] }],
    opset: OPSET,
  });
}

/** [o, i] -> [i, o]. */
function transposed({ shape: [o = 0, i = 0], data }: Weight): Weight {
  const out = new Float32Array(o * i);
  for (let a = 0; a < o; a++) for (let b = 0; b < i; b++) out[b * o + a] = data[a * i + b] ?? 0;
  return { shape: [i, o], data: out };
}

/** Tokens [1, 1, d] side by side for each of B clips: [B, S, d]. */
function repeated(tokens: readonly Weight[], B: number, d: number): Weight {
  const data = new Float32Array(B * tokens.length * d);
  for (let b = 0; b < B; b++) tokens.forEach((token, s) => data.set(token.data, (b * tokens.length + s) * d));
  return { shape: [B, tokens.length, d], data };
}
