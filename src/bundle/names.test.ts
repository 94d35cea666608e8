import { describe, expect, it } from 'vitest';
import { parameterShapes, planOf, TINY } from '../../tests/numeric/tinyBackbone';
import { Random } from '../core/random';
import { KERNELS, type KernelName } from '../model/adapters';
import { initialAdapters, initialHead } from '../model/build';
import { exportedName, importedName } from './names';

const NAMES = [
  ...parameterShapes({ ...TINY, depth: 12 }).keys(),
  ...(Object.keys(KERNELS) as KernelName[]).flatMap((kernel) => [
    ...initialAdapters(planOf(kernel, kernel), 4, 12, new Random(1)).keys(),
  ]),
  ...initialHead(4, 2, new Random(1)).keys(),
];

describe('names in files', () => {
  it('come back to ours, for every parameter, and no two are the same', () => {
    const ours = [...new Set(NAMES)];
    for (const name of ours) expect(importedName(exportedName(name)), name).toBe(name);
    expect(new Set(ours.map(exportedName)).size).toBe(ours.length);
  });

  it("follow Hugging Face's AST under PEFT's prefix", () => {
    expect(exportedName('blocks.11.attn_adapter.down.weight')).toBe(
      'base_model.model.audio_spectrogram_transformer.encoder.layer.11.loaa_attn.down.weight',
    );
    expect(exportedName('head.weight')).toBe('base_model.model.classifier.dense.weight');
    expect(exportedName('pos')).toBe('base_model.model.backbone.pos');
  });

  it.each([
    '',
    'head.weight',
    'classifier.dense.weight',
    'base_model.model.classifier.dense.gamma',
    'base_model.model.audio_spectrogram_transformer.encoder.layer.1.loaa_attn.down.bias',
    'base_model.model.audio_spectrogram_transformer.encoder.layer.x.loaa_attn.down.weight',
    'base_model.model.audio_spectrogram_transformer.encoder.layer.1.attention.weight',
    '__proto__',
  ])('of others are none of ours: "%s"', (name) => {
    expect(importedName(name)).toBeNull();
  });
});
