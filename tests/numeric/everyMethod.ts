import type { MethodName } from '../../src/model/methods';
import { LORA_TARGETS, type MethodOptions } from '../../src/model/settings';
import { planOf } from './tinyBackbone';

/** What every method is told in tests: small, and every option that it reads away from its default. */
export const EVERY_METHOD: Readonly<Record<MethodName, Partial<MethodOptions>>> = {
  loaa: { adapters: { attn: { kernel: 'time', bottleneck: 2, size: 5 }, ffn: { kernel: 'frequency', bottleneck: 3 } } },
  'linear-probe': {},
  full: {},
  'houlsby-parallel': { adapters: planOf('linear', 'linear', 3), bias: false },
  'houlsby-sequential': { adapters: planOf('linear', 'linear', 2), bias: true },
  lora: { lora: { rank: 2, alpha: 5, targets: LORA_TARGETS } },
  convpass: { convpass: { bottleneck: 3, scale: 0.5 } },
  prompt: { prompts: { length: 3, deep: true } },
  prefix: { prefix: { length: 4 } },
  bitfit: {},
};
export const METHOD_NAMES = Object.keys(EVERY_METHOD) as MethodName[];
