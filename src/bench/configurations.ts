import type { SeededSize } from '../parity/seededBackbone';
import { DEFAULT_CONFIG, type RunConfig } from '../training/config';

/** A model and a batch to measure: LoAA beside attention (time) and FFN (frequency), trained with cross entropy and Adam. */
export interface Configuration {
  readonly title: string;
  /** `bundled`: ViT-Nano's own weights; otherwise random weights of these shapes, made in memory from a seed. */
  readonly backbone: 'bundled' | SeededSize;
  /** B. */
  readonly batch: number;
  /** T; 16 a patch, 8 patches a column: 128 frames are 66 tokens, 1,024 are 514. */
  readonly frames: number;
  /** r of both adapters. */
  readonly bottleneck: number;
}

/** DeiT's shapes: patches of 16, 14 of them along each side, FFN of 4 d. Source: timm, deit_*_distilled_patch16_224. */
const deit = (dim: number, heads: number): SeededSize => ({
  dim,
  depth: 12,
  heads,
  mlpDim: 4 * dim,
  patch: 16,
  side: 14,
  prefix: 2,
});

const BASE = { backbone: deit(768, 12), bottleneck: 36 } as const;

/** The models that are measured, smallest first. */
export const CONFIGURATIONS = {
  nano: { title: 'ViT-Nano, batch 8, 66 tokens', backbone: 'bundled', batch: 8, frames: 128, bottleneck: 8 },
  tiny: { title: 'DeiT-Tiny, batch 4, 66 tokens', backbone: deit(192, 3), batch: 4, frames: 128, bottleneck: 36 },
  base: { title: 'DeiT-Base, batch 1, 66 tokens', ...BASE, batch: 1, frames: 128 },
  'base-514': { title: 'DeiT-Base, batch 1, 514 tokens', ...BASE, batch: 1, frames: 1024 },
  /** For counting bytes: on a software adapter a step takes a quarter of an hour. */
  'base-514-8': { title: 'DeiT-Base, batch 8, 514 tokens', ...BASE, batch: 8, frames: 1024 },
} as const satisfies Record<string, Configuration>;

export type ConfigurationName = keyof typeof CONFIGURATIONS;

/** C, the classes of the head. */
export const CLASSES = 10;

/** The step size that every contestant's Adam takes. */
export const RATE = 1e-3;

/** From which weights, examples and adapters are drawn: the same for every contestant. */
export const SEED = 7;

/** The run's settings that the configuration stands for. */
export function runConfigOf({ batch, frames, bottleneck }: Configuration): RunConfig {
  return {
    ...DEFAULT_CONFIG,
    seed: SEED,
    frames,
    batch,
    adapters: { attn: { kernel: 'time', bottleneck }, ffn: { kernel: 'frequency', bottleneck } },
  };
}
