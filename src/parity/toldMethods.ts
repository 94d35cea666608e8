import { Random } from '../core/random';
import { backboneWeights, initialTrained, type Weights } from '../model/build';
import type { MethodName } from '../model/methods';
import { LORA_TARGETS, type MethodOptions } from '../model/settings';
import { DEFAULT_CONFIG, type RunConfig } from '../training/config';
import { checkGrid } from '../training/trainee';
import type { Backbone } from '../weights/types';

/** What each method is told: small, and every option that it reads away from its default. */
const TOLD: Readonly<Record<MethodName, Partial<MethodOptions>>> = {
  loaa: { adapters: { attn: { kernel: 'time', bottleneck: 2, size: 5 }, ffn: { kernel: 'square', bottleneck: 2 } } },
  'linear-probe': {},
  full: {},
  'houlsby-parallel': { bias: false },
  'houlsby-sequential': { bias: true },
  lora: { lora: { rank: 2, alpha: 3, targets: LORA_TARGETS } },
  convpass: { convpass: { bottleneck: 2, scale: 0.5 }, layers: [1] },
  prompt: { prompts: { length: 3, deep: true } },
  prefix: { prefix: { length: 3 } },
  bitfit: { layers: [1] },
};
/** A run of a method on `seededBackbone`'s patches, told as above. */
export function toldConfig(method: MethodName, frames: number): RunConfig {
  return { ...DEFAULT_CONFIG, ...TOLD[method], method, frames, stride: [32, 32] };
}

/** What the run would start from, shaken so that no tensor is zero. */
export function stirred(backbone: Backbone, config: RunConfig, classes: number, seed: number): Weights {
  const weights = backboneWeights(backbone, checkGrid(backbone, config));
  const random = new Random(seed);
  const start = initialTrained(config, weights, { ...backbone.config, classes }, config.seed);
  const shaken = (data: Float32Array) => data.map((value) => value + 0.2 * random.normal());
  return new Map([...start].map(([name, { shape, data }]) => [name, { shape, data: shaken(data) }] as const));
}
