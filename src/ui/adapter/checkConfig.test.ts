import { describe, expect, it } from 'vitest';
import { NO_ADAPTERS } from '../../model/adapters';
import type { MethodName } from '../../model/methods';
import { DEFAULT_CONFIG, RECIPES, type RunConfig } from '../../training/config';
import { checkConfig, type CheckedField } from './checkConfig';

const MODEL = { patch: [16, 16], dim: 128, depth: 6 } as const;

describe('checkConfig', () => {
  it('finds no fault with the defaults and every recipe', () => {
    expect(checkConfig(DEFAULT_CONFIG, MODEL)).toEqual([]);
    for (const { settings } of Object.values(RECIPES)) {
      expect(checkConfig({ ...DEFAULT_CONFIG, ...settings }, MODEL)).toEqual([]);
    }
  });

  const faults: readonly (readonly [CheckedField, Partial<RunConfig>])[] = [
    ['method', { adapters: NO_ADAPTERS }],
    ['attn', { adapters: { attn: { kernel: 'time', bottleneck: 129 }, ffn: null } }],
    ['ffn', { adapters: { attn: null, ffn: { kernel: 'time', bottleneck: 0.5 } } }],
    ['attnSize', { adapters: { attn: { kernel: 'time', bottleneck: 4, size: 4 }, ffn: null } }],
    ['ffnSize', { adapters: { attn: null, ffn: { kernel: 'square', bottleneck: 4, size: 33 } } }],
    ['layers', { layers: [] }],
    ['layers', { layers: [6, 11] }],
    ['layers', { method: 'bitfit', layers: [] }],
    ['loraRank', { method: 'lora', lora: { rank: 0, alpha: 8, targets: ['q'] } }],
    ['loraAlpha', { method: 'lora', lora: { rank: 8, alpha: 0, targets: ['q'] } }],
    ['loraTargets', { method: 'lora', lora: { rank: 8, alpha: 8, targets: [] } }],
    ['convpassBottleneck', { method: 'convpass', convpass: { bottleneck: 200, scale: 1 } }],
    ['convpassScale', { method: 'convpass', convpass: { bottleneck: 8, scale: Number.NaN } }],
    ['promptLength', { method: 'prompt', prompts: { length: 0, deep: true } }],
    ['prefixLength', { method: 'prefix', prefix: { length: 2.5 } }],
    ['frames', { frames: 15, specAugment: { frequency: 0, time: 0 } }],
    ['stride', { stride: [16, 17] }],
    ['stride', { stride: [17, 16] }],
    ['learningRate', { learningRate: 0 }],
    ['learningRate', { learningRate: Number.NaN }],
    ['epochs', { epochs: 0 }],
    ['batch', { batch: 1.5 }],
    ['maskFrequency', { specAugment: { frequency: 129, time: 0 } }],
    ['maskTime', { specAugment: { frequency: 0, time: 129 } }],
    ['mixup', { mixup: 1.1 }],
    ['seed', { seed: -1 }],
    ['views', { views: 0 }],
    ['hop', { hop: 0 }],
    ['weightDecay', { weightDecay: -1 }],
    ['normalisation', { normalisation: { mean: 0, std: 0 } }],
  ];

  it.each(faults)('names %s', (field, patch) => {
    expect(checkConfig({ ...DEFAULT_CONFIG, ...patch }, MODEL).map((fault) => fault.field)).toEqual([field]);
  });

  it('asks only for what the method reads', () => {
    const bad: Partial<RunConfig> = {
      adapters: NO_ADAPTERS,
      layers: [],
      lora: { rank: 0, alpha: 0, targets: [] },
      convpass: { bottleneck: 0, scale: 0 },
      prompts: { length: 0, deep: false },
      prefix: { length: 0 },
    };
    const fields = (method: MethodName) =>
      checkConfig({ ...DEFAULT_CONFIG, ...bad, method }, MODEL).map((fault) => fault.field);
    expect(fields('linear-probe')).toEqual([]);
    expect(fields('full')).toEqual([]);
    expect(fields('bitfit')).toEqual(['layers']);
    expect(fields('houlsby-parallel')).toEqual(['method', 'layers']);
    expect(fields('prompt')).toEqual(['promptLength']);
  });

  it('has no fault to find with the kernel size of a linear kernel, nor with layers before there is a backbone', () => {
    const adapters = { attn: { kernel: 'linear', bottleneck: 4, size: 4 }, ffn: null } as const;
    expect(checkConfig({ ...DEFAULT_CONFIG, adapters }, MODEL)).toEqual([]);
    expect(checkConfig({ ...DEFAULT_CONFIG, layers: [] }, null)).toEqual([]);
  });

  it('knows that a patch over all mel bins leaves no gap between bins', () => {
    const frame = { patch: [128, 2], dim: 128, depth: 6 } as const;
    expect(checkConfig({ ...DEFAULT_CONFIG, frames: 2, stride: [200, 2] }, frame).map(({ field }) => field)).toEqual([
      'maskTime',
    ]);
    expect(checkConfig({ ...DEFAULT_CONFIG, stride: [16, 16] }, frame).map(({ field }) => field)).toEqual(['stride']);
  });
});
