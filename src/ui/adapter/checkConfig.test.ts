import { describe, expect, it } from 'vitest';
import { NO_ADAPTERS } from '../../model/adapters';
import { DEFAULT_CONFIG, RECIPES, type RunConfig } from '../../training/config';
import { checkConfig, type CheckedField } from './checkConfig';

const MODEL = { patch: [16, 16], dim: 128 } as const;

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
  ];

  it.each(faults)('names %s', (field, patch) => {
    expect(checkConfig({ ...DEFAULT_CONFIG, ...patch }, MODEL).map((fault) => fault.field)).toEqual([field]);
  });

  it('knows that a patch over all mel bins leaves no gap between bins', () => {
    const frame = { patch: [128, 2], dim: 128 } as const;
    expect(checkConfig({ ...DEFAULT_CONFIG, frames: 2, stride: [200, 2] }, frame).map(({ field }) => field)).toEqual([
      'maskTime',
    ]);
    expect(checkConfig({ ...DEFAULT_CONFIG, stride: [16, 16] }, frame).map(({ field }) => field)).toEqual(['stride']);
  });

  it('asks for adapters only of methods that use them', () => {
    expect(checkConfig({ ...DEFAULT_CONFIG, method: 'linear-probe', adapters: NO_ADAPTERS }, MODEL)).toEqual([]);
  });
});
