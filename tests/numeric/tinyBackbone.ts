import type { AdapterPlan, KernelName } from '../../src/model/adapters';
import type { Weights } from '../../src/model/build';
import type { RunConfig } from '../../src/training/config';
import { DEFAULT_CONFIG } from '../../src/training/config';
import type { Backbone, BackboneConfig, Weight } from '../../src/weights/types';
import { normals, sizeOf } from './random';

/** A backbone of a few thousand weights: patches of 32, so 4 x W tokens. */
export const TINY: BackboneConfig = {
  dim: 6,
  depth: 2,
  heads: 2,
  mlpDim: 12,
  patch: [32, 32],
  prefixTokens: 2,
  positionGrid: [3, 3],
  positions: 'learned',
  pooling: 'prefix-mean',
  normOrder: 'pre',
  blockEps: 1e-6,
  stride: [32, 32],
  pretrainedOn: 'images',
};

/** Every parameter of a backbone of this shape with its shape, in our naming, without head. */
export function parameterShapes({
  dim,
  depth,
  mlpDim,
  patch,
  prefixTokens,
  positionGrid,
  positions,
}: BackboneConfig): Map<string, number[]> {
  const layer = (i: number): [string, number[]][] =>
    (
      [
        ['norm1', [dim]],
        ['qkv', [3 * dim, dim]],
        ['proj', [dim, dim]],
        ['norm2', [dim]],
        ['fc1', [mlpDim, dim]],
        ['fc2', [dim, mlpDim]],
      ] as const
    ).flatMap(([name, shape]): [string, number[]][] => [
      [`blocks.${i}.${name}.weight`, [...shape]],
      [`blocks.${i}.${name}.bias`, [shape[0]]],
    ]);
  const positionRows: [string, number[]][] = [['pos', [1, prefixTokens + positionGrid[0] * positionGrid[1], dim]]];
  return new Map<string, number[]>([
    ['patch.weight', [dim, 1, ...patch]],
    ['patch.bias', [dim]],
    ...(['cls', 'dist'] as const).slice(0, prefixTokens).map((name): [string, number[]] => [name, [1, 1, dim]]),
    ...(positions === 'sine' ? [] : positionRows),
    ...Array.from({ length: depth }, (_, i) => layer(i)).flat(),
    ['norm.weight', [dim]],
    ['norm.bias', [dim]],
  ]);
}

/** Random weights, of a size that keeps activations near one. */
export function tinyBackbone(config: BackboneConfig = TINY, seed = 1): Backbone {
  const weights = new Map<string, Weight>();
  for (const [name, shape] of parameterShapes(config)) {
    const fan = sizeOf(shape.slice(1));
    const values = normals(sizeOf(shape), seed + weights.size, shape.length === 1 ? 0.1 : 1 / Math.sqrt(fan));
    const around = /norm\d?\.weight$/.test(name) ? 1 : 0;
    weights.set(name, { shape, data: values.map((value) => value + around) });
  }
  return {
    name: 'tiny',
    naming: 'timm-deit',
    config,
    weights,
    labels: null,
    sha256: 'a'.repeat(64),
    origin: null,
    nonFinite: [],
  };
}

/** A short run on a 4 x 3 grid of the tiny backbone, without augmentation. */
export const TINY_RUN: RunConfig = {
  ...DEFAULT_CONFIG,
  adapters: { attn: { kernel: 'time', bottleneck: 2 }, ffn: { kernel: 'frequency', bottleneck: 3 } },
  frames: 96,
  stride: [32, 32],
  schedule: 'constant',
  learningRate: 1e-2,
  epochs: 2,
  batch: 4,
  specAugment: { frequency: 0, time: 0 },
};

/** Adapters beside attention, FFN or both. */
export function planOf(attn: KernelName | null, ffn: KernelName | null, bottleneck = 2): AdapterPlan {
  return { attn: attn && { kernel: attn, bottleneck }, ffn: ffn && { kernel: ffn, bottleneck } };
}

/** Weights with every value replaced by a random one: an adapter that does something. */
export function stirred(weights: Weights, seed: number, scale = 0.3): Weights {
  return new Map(
    [...weights].map(([name, { shape, data }], i) => [name, { shape, data: normals(data.length, seed + i, scale) }]),
  );
}
