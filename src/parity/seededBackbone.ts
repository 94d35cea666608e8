import { Random } from '../core/random';
import { sizeOf } from '../model/parameters';
import { readBackbone } from '../weights/readBackbone';
import type { Backbone, TensorFile } from '../weights/types';

export interface SeededSize {
  readonly dim: number;
  readonly depth: number;
  readonly heads: number;
  readonly mlpDim: number;
  readonly patch: number;
  /** Patches along either side of the images that it was trained on. */
  readonly side: number;
  /** Class and distillation token, or a plain ViT's class token alone. */
  readonly prefix: 1 | 2;
}

/** Heads of four channels, so that the fused attention is what runs where there is one. */
const SIZE: SeededSize = { dim: 8, depth: 2, heads: 2, mlpDim: 16, patch: 32, side: 2, prefix: 2 };

/**
 * A DeiT, or plain ViT, of random weights in timm's naming, for what brings no files: two thousand by default, for checks;
 * a published one's shapes for benchmarks.
 */
export async function seededBackbone(seed: number, size: SeededSize = SIZE): Promise<Backbone> {
  const { dim, depth, mlpDim, patch, side, prefix } = size;
  const random = new Random(seed);
  const shapes = new Map<string, readonly number[]>([
    ['cls_token', [1, 1, dim]],
    ...(prefix === 2 ? ([['dist_token', [1, 1, dim]], ...pair('head_dist', [2, dim])] as const) : []),
    ['pos_embed', [1, prefix + side * side, dim]],
    ...pair('patch_embed.proj', [dim, 3, patch, patch]),
    ...pair('norm', [dim]),
    ...pair('head', [2, dim]),
    ...Array.from({ length: depth }, (_, i) => [
      ...pair(`blocks.${i}.norm1`, [dim]),
      ...pair(`blocks.${i}.attn.qkv`, [3 * dim, dim]),
      ...pair(`blocks.${i}.attn.proj`, [dim, dim]),
      ...pair(`blocks.${i}.norm2`, [dim]),
      ...pair(`blocks.${i}.mlp.fc1`, [mlpDim, dim]),
      ...pair(`blocks.${i}.mlp.fc2`, [dim, mlpDim]),
    ]).flat(),
  ]);
  const file: TensorFile = {
    name: 'seeded',
    format: 'safetensors',
    entries: new Map([...shapes].map(([name, shape]) => [name, { dtype: 'F32', shape }] as const)),
    metadata: new Map(),
    async read(name) {
      const shape = shapes.get(name) ?? [];
      const around = /norm\d?\.weight$/.test(name) ? 1 : 0;
      const scale = shape.length > 1 ? 1 / Math.sqrt(sizeOf(shape.slice(1))) : 0.1;
      const data = new Float32Array(sizeOf(shape));
      for (let i = 0; i < data.length; i++) data[i] = around + scale * random.normal();
      return { shape, data };
    },
  };
  return readBackbone(file, { name: 'seeded', sha256: '0'.repeat(64), heads: size.heads });
}

/** Weight of this shape and the bias along its first axis. */
function pair(name: string, shape: readonly number[]): [string, readonly number[]][] {
  return [
    [`${name}.weight`, shape],
    [`${name}.bias`, shape.slice(0, 1)],
  ];
}
