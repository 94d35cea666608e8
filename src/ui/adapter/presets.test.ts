import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../training/config';
import type { BackboneConfig } from '../../weights/types';
import { gridOf, runSize } from './modelSize';
import { PRESETS, presetPlan } from './presets';

function backbone(dim: number, depth: number): BackboneConfig {
  return {
    dim,
    depth,
    heads: 4,
    mlpDim: 4 * dim,
    patch: [16, 16],
    prefixTokens: 2,
    positionGrid: [14, 14],
    positions: 'learned',
    pooling: 'prefix-mean',
    normOrder: 'pre',
    blockEps: 1e-6,
    stride: [16, 16],
    pretrainedOn: 'images',
  };
}

/** Trainable counts of Table 2 with 44 classes. Source: recipes.md, "Counts that pin the adapter down". */
const COUNTS = [2_026_028, 2_026_028, 4_016_684, 7_997_996, 4_016_684];

describe('presets', () => {
  it.each(PRESETS.map((preset, i) => [preset.title, preset, COUNTS[i]] as const))(
    '%s has the count of the paper at width 768',
    (_, preset, wanted) => {
      const config = { ...DEFAULT_CONFIG, adapters: presetPlan(preset, 768) };
      expect(runSize(config, backbone(768, 12), 44).trainable).toBe(wanted);
    },
  );

  it.each(PRESETS.map((preset) => [preset.title, preset] as const))('%s keeps its share on ViT-Nano', (_, preset) => {
    const share = (dim: number, depth: number) => {
      const config = { ...DEFAULT_CONFIG, adapters: presetPlan(preset, dim) };
      const size = runSize(config, backbone(dim, depth), 0);
      return size.trainable / size.backbone;
    };
    expect(share(128, 6) / share(768, 12)).toBeGreaterThan(0.85);
    expect(share(128, 6) / share(768, 12)).toBeLessThan(1.15);
  });
});

describe('gridOf', () => {
  it('counts patches with and without overlap', () => {
    expect(gridOf({ ...DEFAULT_CONFIG, frames: 128 }, [16, 16])).toEqual([8, 8]);
    expect(gridOf({ ...DEFAULT_CONFIG, frames: 1024, stride: [10, 10] }, [16, 16])).toEqual([12, 101]);
    expect(gridOf({ ...DEFAULT_CONFIG, frames: 8 }, [16, 16])).toEqual([8, 0]);
  });
});
