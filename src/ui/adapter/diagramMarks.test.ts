import { describe, expect, it } from 'vitest';
import type { MethodName } from '../../model/methods';
import { DEFAULT_CONFIG, type RunConfig } from '../../training/config';
import { diagramMarks, diagramWords } from './diagramMarks';

const of = (method: MethodName, more: Partial<RunConfig> = {}): RunConfig => ({ ...DEFAULT_CONFIG, ...more, method });

describe('diagramWords', () => {
  const said: readonly (readonly [RunConfig, string])[] = [
    [
      of('loaa', { layers: [0, 1, 2] }),
      'A transformer block, in layers 1 to 3 of 6. Attention is frozen, with Time 1×3 (down to 4, GELU, up) beside it. ' +
        'FFN is frozen, with Frequency 3×1 (down to 4, GELU, up) beside it. The head is trained.',
    ],
    [
      of('houlsby-sequential', { adapters: { attn: null, ffn: { kernel: 'linear', bottleneck: 9 } } }),
      'A transformer block, in all 6 layers. Attention is frozen. FFN is frozen, with Adapter (r 9, GELU) after it. The head is trained.',
    ],
    [
      of('lora', { lora: { rank: 3, alpha: 3, targets: ['fc1', 'v', 'q'] } }),
      'A transformer block, in all 6 layers. Attention is frozen, with a trained change of rank 3 in q, v. ' +
        'FFN is frozen, with a trained change of rank 3 in fc1. The head is trained.',
    ],
    [
      of('prompt', { prompts: { length: 1, deep: false } }),
      'One of 6 transformer blocks. Attention is frozen. FFN is frozen. 1 learnt token beside those of the sound, ' +
        'before the first layer. The head is trained.',
    ],
    [
      of('bitfit', { layers: [5] }),
      'A transformer block, in layer 6 of 6. Attention is frozen, but for its biases. FFN is frozen, but for its biases. The head is trained.',
    ],
    [of('linear-probe'), 'One of 6 transformer blocks. Attention is frozen. FFN is frozen. The head is trained.'],
    [of('full'), 'One of 6 transformer blocks. Attention is trained. FFN is trained. The head is trained.'],
  ];
  it.each(said.map(([config, words]) => [config.method, config, words] as const))('%s', (_, config, words) => {
    expect(diagramWords(config, 6)).toBe(words);
  });
});

it('says where LayerNorm stands where that is behind the sum', () => {
  expect(diagramWords(of('full'), 6, 'post')).toContain('LayerNorm stands behind each sum.');
  expect(diagramWords(of('full'), 6)).not.toContain('LayerNorm');
});

describe('diagramMarks', () => {
  it('draws an adapter in the tone of its kernel, with its own size', () => {
    const adapters = { attn: { kernel: 'square', bottleneck: 5, size: 7 }, ffn: null } as const;
    const { attn, ffn } = diagramMarks(of('loaa', { adapters }));
    expect(attn.box).toMatchObject({ where: 'beside', title: 'Square 7×7', tone: 'both' });
    expect(ffn.box).toBeNull();
  });

  it('marks the projections of each half that LoRA changes', () => {
    const { attn, ffn } = diagramMarks(of('lora', { lora: { rank: 2, alpha: 2, targets: ['k', 'fc2'] } }));
    const trained = (half: typeof attn) => half.projections.filter((own) => own.isTrained).map(({ name }) => name);
    expect([attn.projections.length, trained(attn)]).toEqual([4, ['k']]);
    expect([ffn.projections.length, trained(ffn)]).toEqual([2, ['fc2']]);
  });

  it('puts a prefix at the attention alone', () => {
    const { attn, ffn } = diagramMarks(of('prefix', { prefix: { length: 12 } }));
    expect(attn.box).toMatchObject({ where: 'keys', title: 'Prefix of 12' });
    expect(ffn.box).toBeNull();
  });
});
