import { HEAD_EPS } from '../../model/ast';
import { FIXED_POSITIONS, LEARNED_POSITIONS } from '../../model/positions';
import { MEL_BINS } from '../../model/shape';
import type { Weight } from '../../weights/types';
import { onnxFile } from './file';
import { createGraph, forEveryClip, type Graph } from './graph';
import { PLACED, type Layer } from './placed';
import type { OnnxSubject } from './subject';

/** Gelu is an operator of its own from this version. */
const OPSET = 20;
/** Frozen matrices of fewer values stay in 32 bits. */
const SMALL = 4096;

export interface OnnxOptions {
  /** B, or the name of a size that the caller chooses with each call. */
  readonly batch: number | string;
  /** Its plain parts, or onnxruntime's own MultiHeadAttention, which its tools put in their place. */
  readonly attention: 'parts' | 'MultiHeadAttention';
  /** Store large frozen matrices in 16 bits; computing stays in 32. */
  readonly halves: boolean;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The forward pass of model/ast.ts in as few operators as ONNX has for it: tokens as rows [B n, d], projections as Gemm.
 * Input `input_values` [B, T, M], normalised as the adapter says; output `logits` [B, C]. n counts prompts, too.
 */
export function onnxModel(subject: OnnxSubject, options: OnnxOptions): Uint8Array<ArrayBuffer> {
  const g = createGraph();
  const { frames, classes, backbone } = subject;
  const at = tensors(g, subject, options.halves);
  const method = PLACED[subject.settings.method];
  const tokens = backbone.prefixTokens + subject.grid[0] * subject.grid[1];
  let x: Tokens = { rows: embed(g, subject, at), n: tokens };
  for (let i = 0; i < backbone.depth; i++) {
    const layer: Layer = { g, i, subject, weights: at.all, tokens };
    x = block({ ...layer, at, method, attention: options.attention }, x);
  }
  const pooled = pool(g, subject, at, g.slice(unrolled(g, x, backbone.dim), 1, 0, tokens), tokens);
  g.output(at.linear('head', at.norm('head_norm', pooled, HEAD_EPS)), 'logits');
  return onnxFile({
    nodes: g.nodes,
    weights: g.weights,
    inputs: [{ name: 'input_values', shape: [options.batch, frames, MEL_BINS] }],
    outputs: [{ name: 'logits', shape: [options.batch, classes] }],
    opset: OPSET,
    ...(options.metadata ? { metadata: options.metadata } : {}),
  });
}

/** Rows [B n, d] of B clips of n tokens. */
interface Tokens {
  readonly rows: string;
  readonly n: number;
}

const unrolled = (g: Graph, { rows, n }: Tokens, d: number) => g.reshape(rows, [-1, n, d]);

/** The model's parameters as they go into the graph. */
interface Tensors {
  readonly all: (name: string) => Weight | undefined;
  weight(name: string): string;
  /** x W^T + b of rows. */
  linear(name: string, rows: string): string;
  norm(name: string, x: string, eps: number): string;
}

function tensors(g: Graph, { frozen, trained }: OnnxSubject, halves: boolean): Tensors {
  const all = (name: string) => trained.get(name) ?? frozen.get(name);
  const weight = (name: string) => {
    const found = all(name);
    if (!found) throw new Error(`There is no ${name}.`);
    const isHalf = halves && !trained.has(name) && found.shape.length > 1 && found.data.length >= SMALL;
    return isHalf ? g.halfWeight(found) : g.weight(found);
  };
  return {
    all,
    weight,
    linear: (name, rows) => g.product(rows, weight(`${name}.weight`), weight(`${name}.bias`)),
    norm: (name, x, eps) =>
      g.node('LayerNormalization', [x, weight(`${name}.weight`), weight(`${name}.bias`)], {
        axis: -1,
        epsilon: { float: eps },
      }),
  };
}

/** Patches as one convolution, frequency-major, behind the prefix tokens, with positions added: rows [B N, d]. */
function embed(g: Graph, { backbone, stride, grid, frozen }: OnnxSubject, at: Tensors): string {
  const { dim: d, prefixTokens: S, normOrder, blockEps } = backbone;
  const [F, W] = grid;
  const image = g.node('Unsqueeze', [g.transpose('input_values', [0, 2, 1]), g.numbers([1])]); // [B, 1, M, T]
  const cut = g.node('Conv', [image, at.weight('patch.weight'), at.weight('patch.bias')], { strides: stride });
  const patches = g.transpose(g.reshape(cut, [-1, d, F * W]), [0, 2, 1]); // [B, F W, d]
  const front = ['cls', 'dist'].slice(0, S).map((name) => forEveryClip(g, at.weight(name), [1, d]));
  const all = front.length > 0 ? g.node('Concat', [...front, patches], { axis: 1 }) : patches;
  const positions = frozen.has(FIXED_POSITIONS) ? FIXED_POSITIONS : LEARNED_POSITIONS;
  const rows = g.reshape(g.node('Add', [all, at.weight(positions)]), [-1, d]);
  return normOrder === 'post' ? at.norm('norm', rows, blockEps) : rows;
}

interface Block extends Layer {
  readonly at: Tensors;
  readonly method: (typeof PLACED)[keyof typeof PLACED];
  readonly attention: OnnxOptions['attention'];
}

/** One transformer block, as `block` of model/ast.ts. */
function block(b: Block, entering: Tokens): Tokens {
  const { g, i, at, method, subject } = b;
  const { normOrder, blockEps } = subject.backbone;
  const before = (name: string, x: string) => (normOrder === 'pre' ? at.norm(name, x, blockEps) : x);
  const behind = (name: string, x: string) => (normOrder === 'post' ? at.norm(name, x, blockEps) : x);
  const plus = (x: string, y: string | null) => (y === null ? x : g.node('Add', [x, y]));
  const product = (part: 'qkv' | 'proj' | 'fc1' | 'fc2', x: string) =>
    plus(at.linear(`blocks.${i}.${part}`, x), method.change(b, part, x));
  const x = method.enter(b, entering);
  const h = before(`blocks.${i}.norm1`, x.rows);
  const attended = method.after(b, 'attn', product('proj', attention(b, product('qkv', h), x.n)));
  const y = behind(`blocks.${i}.norm1`, plus(g.node('Add', [x.rows, attended]), method.beside(b, 'attn', h)));
  const n = before(`blocks.${i}.norm2`, y);
  const fed = method.after(b, 'ffn', product('fc2', g.node('Gelu', [product('fc1', n)])));
  const rows = behind(`blocks.${i}.norm2`, plus(g.node('Add', [y, fed]), method.beside(b, 'ffn', n)));
  return { rows, n: x.n };
}

/** Rows [B n, 3 d] to rows [B n, d]; what the method puts beside the tokens is looked at, and asks for nothing itself. */
function attention(b: Block, packed: string, n: number): string {
  const { g } = b;
  const { dim: d, heads } = b.subject.backbone;
  const { qkv, n: all } = b.method.attend(b, { rows: packed, n });
  const dh = d / heads;
  const first = (x: string) => g.reshape(all === n ? x : g.slice(x, 1, 0, n), [-1, d]);
  if (b.attention === 'MultiHeadAttention') {
    const parts = g.several('Split', 3, [g.reshape(qkv, [-1, all, 3 * d]), g.numbers([d, d, d])], { axis: -1 });
    return first(g.own('MultiHeadAttention', parts, { num_heads: heads }));
  }
  const byHead = g.transpose(g.reshape(qkv, [-1, all, 3, heads, dh]), [2, 0, 3, 1, 4]);
  const parts = g.several('Split', 3, [byHead, g.numbers([1, 1, 1])], { axis: 0 });
  const [q = '', k = '', v = ''] = parts.map((part) => g.reshape(part, [-1, all, dh]));
  const scores = g.node('MatMul', [g.node('Mul', [q, g.scalar(Math.sqrt(1 / dh))]), g.transpose(k, [0, 2, 1])]);
  const seen = g.node('MatMul', [g.node('Softmax', [scores], { axis: -1 }), v]);
  const together = g.transpose(g.reshape(seen, [-1, heads, all, dh]), [0, 2, 1, 3]);
  return first(g.reshape(together, [-1, all, d]));
}

/** The clip's vector, as POOLINGS of model/ast.ts: tokens [B, N, d] -> [B, d]. */
function pool(g: Graph, { backbone }: OnnxSubject, at: Tensors, x: string, tokens: number): string {
  const { pooling, prefixTokens: S, normOrder, blockEps } = backbone;
  const norm = (y: string) => (normOrder === 'pre' ? at.norm('norm', y, blockEps) : y);
  const mean = (y: string) => g.node('ReduceMean', [y, g.numbers([1])], { keepdims: 0 });
  if (pooling === 'prefix-mean') return mean(norm(g.slice(x, 1, 0, S)));
  const patches = g.slice(x, 1, S, tokens);
  return pooling === 'patch-mean' ? mean(norm(patches)) : norm(mean(patches));
}
