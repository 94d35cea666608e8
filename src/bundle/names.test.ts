import { describe, expect, it } from 'vitest';
import { parameterShapes, planOf, TINY } from '../../tests/numeric/tinyBackbone';
import { newWeights } from '../../tests/numeric/tinyModel';
import { METHODS, type MethodName } from '../model/methods';
import { LORA_TARGETS } from '../model/settings';
import { DEFAULT_CONFIG } from '../training/config';
import { exportedName, importedName } from './names';

const NAMES = [
  ...parameterShapes({ ...TINY, depth: 12 }).keys(),
  ...(Object.keys(METHODS) as MethodName[]).flatMap((method) => {
    const lora = { rank: 2, alpha: 2, targets: LORA_TARGETS };
    const settings = { ...DEFAULT_CONFIG, method, bias: true, lora, adapters: planOf('time', 'square') };
    return [...newWeights(settings, { dim: 4, depth: 12, classes: 2 }).keys()];
  }),
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
    expect(exportedName('blocks.3.q.lora_A.weight')).toBe(
      'base_model.model.audio_spectrogram_transformer.layers.3.attention.q_proj.lora_A.weight',
    );
    expect(exportedName('head.weight')).toBe('base_model.model.classifier.dense.weight');
    expect(exportedName('pos')).toBe('base_model.model.backbone.pos');
  });

  it('of LoRA are read as PEFT wrote them with transformers 4, too', () => {
    const before = 'base_model.model.audio_spectrogram_transformer.encoder.layer.3.';
    expect(importedName(`${before}attention.attention.value.lora_B.weight`)).toBe('blocks.3.v.lora_B.weight');
    expect(importedName(`${before}output.dense.lora_A.weight`)).toBe('blocks.3.fc2.lora_A.weight');
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
