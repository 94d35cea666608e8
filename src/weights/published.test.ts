import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../tests/weights/checkpoints';
import { changed, HEADS, published, publishedBackbone } from '../../tests/weights/publishedBackbones';
import { NAMINGS } from './namings';
import { readBackbone, type ReadBackboneOptions } from './readBackbone';
import type { Backbone, BackboneConfig, NamingName, TensorFile, Weight } from './types';

const zeros = (...shape: number[]): Weight => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
/** Null heads: the file itself must tell. */
type More = Omit<Partial<ReadBackboneOptions>, 'heads'> & { readonly heads?: null };
const read = (file: TensorFile, { heads, ...more }: More = {}): Promise<Backbone> =>
  readBackbone(file, { name: '', sha256: '', ...(heads === null ? {} : { heads: HEADS }), ...more });
const refusal = async (file: TensorFile, more: More = {}): Promise<string> => {
  const { code, cause, cure } = await problemFrom(() => read(file, more));
  return `${code}: ${cause} ${cure}`;
};
const NONE = new Map<string, string>();
/** Renames every key. */
const renamed = (rename: (key: string) => string) => (tensors: Map<string, Weight>) => {
  for (const [key, weight] of [...tensors]) {
    tensors.delete(key);
    tensors.set(rename(key), weight);
  }
};

const FACTS: readonly (readonly [string, NamingName, Partial<BackboneConfig>])[] = [
  [
    'vit_timm.safetensors',
    'timm-vit',
    { prefixTokens: 1, positionGrid: [3, 3], pooling: 'prefix-mean', blockEps: 1e-6 },
  ],
  ['vit_hf.safetensors', 'hf-vit', { prefixTokens: 1, positionGrid: [3, 3], pooling: 'prefix-mean', blockEps: 1e-12 }],
  ['vit_hf_state_dict.pth', 'hf-vit', { prefixTokens: 1, positionGrid: [3, 3], pretrainedOn: 'images' }],
  [
    'ssast_patch.pth',
    'ssast',
    { prefixTokens: 2, patch: [16, 16], positionGrid: [8, 4], stride: [16, 16], pooling: 'patch-mean' },
  ],
  ['ssast_frame.pth', 'ssast', { prefixTokens: 2, patch: [128, 2], positionGrid: [1, 32], stride: [128, 2] }],
  ['ssast_nokd.pth', 'ssast', { prefixTokens: 1, patch: [16, 16], positionGrid: [8, 4], pooling: 'patch-mean' }],
  [
    'mae_ast_patch.pt',
    'mae-ast',
    { prefixTokens: 0, patch: [16, 16], normOrder: 'post', positions: 'sine', blockEps: 1e-5, positionGrid: [8, 64] },
  ],
  ['mae_ast_frame.pt', 'mae-ast', { prefixTokens: 0, patch: [128, 2], normOrder: 'pre', positionGrid: [1, 512] }],
  [
    'audio_mae_pretrained.pth',
    'audio-mae',
    { prefixTokens: 1, positions: 'sine-2d', pooling: 'patch-mean-norm', positionGrid: [8, 5], stride: [16, 16] },
  ],
  ['audio_mae_finetuned.pth', 'audio-mae', { prefixTokens: 1, positions: 'sine-2d', pooling: 'patch-mean-norm' }],
];

describe('a published checkpoint', () => {
  it.each(FACTS)('is known for what it is: %s is %s', async (name, naming, facts) => {
    const backbone = await publishedBackbone(name);
    expect(backbone.naming).toBe(naming);
    expect(backbone.config).toMatchObject({ dim: 24, depth: 2, heads: 3, mlpDim: 48, ...facts });
    expect(backbone.nonFinite).toEqual([]);
    expect(backbone.weights.get('patch.weight')?.shape).toEqual([24, 1, ...backbone.config.patch]);
    expect([...backbone.weights.keys()].filter((key) => ['cls', 'dist'].includes(key))).toHaveLength(
      backbone.config.prefixTokens,
    );
  });

  it('gives the same weights from timm’s and both of Hugging Face’s namings, bit by bit', async () => {
    const [timm, hf, memory] = await Promise.all(FACTS.slice(0, 3).map(([name]) => publishedBackbone(name)));
    for (const [key, weight] of timm?.weights ?? []) {
      expect(hf?.weights.get(key), key).toEqual(weight);
      expect(memory?.weights.get(key), key).toEqual(weight);
    }
    expect(hf?.weights.size).toBe(timm?.weights.size);
  });

  it('is known in memory’s naming of transformers 5 without its prefix', async () => {
    const bare = await changed(
      'vit_hf_state_dict.pth',
      renamed((key) => key.replace(/^vit\./, '')),
    );
    expect((await read(bare)).naming).toBe('hf-vit');
  });

  it.each([
    ['ssast_frame.pth', (key: string) => key.replace(/^module\./, '')],
    ['mae_ast_patch.pt', (key: string) => `module.${key}`],
    ['audio_mae_finetuned.pth', (key: string) => `module.${key}`],
    ['vit_timm.safetensors', (key: string) => `module.${key}`],
  ] as const)('is known with and without its wrapper: %s', async (name, rename) => {
    const [plain, other] = [await publishedBackbone(name), await read(await changed(name, renamed(rename)))];
    expect(other.config).toEqual(plain.config);
    expect(other.weights).toEqual(plain.weights);
  });

  it('takes what config.json says of a ViT', async () => {
    const own: Record<string, unknown> = JSON.parse(
      await readFile(new URL('../../fixtures-backbones/vit_hf_config.json', import.meta.url), 'utf8'),
    );
    const file = await published('vit_hf.safetensors');
    expect((await read(file, { heads: null, configJson: own })).config).toMatchObject({ heads: 3, blockEps: 1e-12 });
    const configJson = { ...own, num_attention_heads: 6, layer_norm_eps: 1e-6 };
    expect((await read(file, { heads: null, configJson })).config).toMatchObject({ heads: 6, blockEps: 1e-6 });
  });

  it('takes fairseq’s heads from the settings beside the weights', async () => {
    for (const name of ['mae_ast_patch.pt', 'mae_ast_frame.pt']) {
      expect((await read(await published(name), { heads: null })).config.heads).toBe(3);
    }
  });
});

describe('Audio-MAE', () => {
  it('starts its final norm anew from a pre-training, and keeps that of a fine-tuning', async () => {
    const [fresh, tuned] = await Promise.all(
      ['audio_mae_pretrained.pth', 'audio_mae_finetuned.pth'].map((name) => publishedBackbone(name)),
    );
    expect([...(fresh?.weights.get('norm.weight')?.data ?? [])]).toEqual(Array(24).fill(1));
    expect([...(fresh?.weights.get('norm.bias')?.data ?? [])]).toEqual(Array(24).fill(0));
    const own = await (await published('audio_mae_finetuned.pth')).read('fc_norm.weight');
    expect(tuned?.weights.get('norm.weight')).toEqual(own);
  });

  it('counts positions that were trained after all as learned', async () => {
    const file = await changed('audio_mae_finetuned.pth', (tensors) => {
      const pos = tensors.get('pos_embed');
      if (pos) tensors.set('pos_embed', { ...pos, data: pos.data.map((value, i) => (i === 30 ? value + 0.1 : value)) });
    });
    expect((await read(file)).config.positions).toBe('learned');
  });

  it('is known without the decoder, and by the overlapping grid of its other form', async () => {
    const bare = await changed('audio_mae_pretrained.pth', (tensors) => {
      for (const key of [...tensors.keys()]) if (/^(decoder|mask_token)/.test(key)) tensors.delete(key);
      tensors.set('pos_embed', zeros(1, 1213, 24));
    });
    expect(await read(bare)).toMatchObject({
      naming: 'audio-mae',
      config: { positionGrid: [12, 101], stride: [10, 10], positions: 'learned' },
    });
  });
});

describe('MAE-AST', () => {
  it('is not guessed at where its settings are lost', async () => {
    const bare = await changed('mae_ast_patch.pt', () => undefined, NONE);
    expect(await refusal(bare)).toMatch(
      /^weights\.settings: .*ast_kernel_size_chan, ast_kernel_size_time, layer_norm_first are not in the file\. .*config\.json/,
    );
    const configJson = { ast_kernel_size_chan: 128, ast_kernel_size_time: 2, layer_norm_first: true };
    const { config } = await read(bare, { configJson });
    expect(config).toMatchObject({ patch: [128, 2], stride: [128, 2], normOrder: 'pre' });
  });

  it.each([
    [{ ast_kernel_size_chan: 16, ast_kernel_size_time: 8 }, /weights\.config: .*16 x 8, but the tensors have 256/],
    [{ ast_kernel_size_chan: -16 }, /weights\.settings: .*ast_kernel_size_chan is "-16"/],
    [{ layer_norm_first: 'maybe' }, /weights\.settings: .*layer_norm_first is "maybe"/],
    [{ activation_fn: 'relu' }, /weights\.config: .*activation is relu/],
    [{ encoder_attention_heads: 5 }, /weights\.heads/],
  ])('has settings of another model: %o', async (wrong, wanted) => {
    const bare = await changed('mae_ast_patch.pt', () => undefined, NONE);
    const right = { ast_kernel_size_chan: 16, ast_kernel_size_time: 16, layer_norm_first: false };
    expect(await refusal(bare, { heads: null, configJson: { ...right, ...wrong } })).toMatch(wanted);
  });

  it('is told from HuBERT, which shares its layers’ names', async () => {
    const hubert = await changed('mae_ast_patch.pt', (tensors) => {
      tensors.set('feature_extractor.conv_layers.0.0.weight', zeros(2, 1, 10));
    });
    expect(await refusal(hubert)).toMatch(/^weights\.architecture: It looks like a wav2vec 2\.0, HuBERT/);
  });

  it('with convolutional positions is named, not misread', async () => {
    const other = await changed('mae_ast_patch.pt', (tensors) => {
      tensors.delete('enc_sine_pos_embed.pe');
      tensors.set('enc_conv_pos_embed.pos_conv.0.bias', zeros(24));
    });
    expect(await refusal(other)).toMatch(/missing: enc_sine_pos_embed\.pe\..*unexpected: enc_conv_pos_embed/);
  });
});

describe('a masked autoencoder of images', () => {
  it('is named, though its encoder is a ViT', async () => {
    const file = await changed('vit_timm.safetensors', (tensors) => {
      tensors.set('decoder_blocks.0.attn.qkv.weight', zeros(3, 1));
    });
    expect(await refusal(file)).toMatch(/^weights\.architecture: It looks like a masked autoencoder of images/);
  });
});

describe('SSAST', () => {
  it('whose input sizes contradict its positions is refused', async () => {
    const file = await changed('ssast_patch.pth', (tensors) =>
      tensors.set('module.p_input_tdim', { shape: [], data: Float32Array.of(1024) }),
    );
    expect(await refusal(file)).toMatch(
      /^weights\.positions: .*1024 frames make 8 x 64 patches of 16 x 16, but it has 32/,
    );
  });

  it('has its whole difference named', async () => {
    const file = await changed('ssast_patch.pth', (tensors) => {
      tensors.delete('module.v.norm.bias');
      tensors.set('module.v.patch_embed.proj.weight', zeros(24, 3, 16, 16));
      tensors.set('module.surprise', zeros(1));
    });
    expect(await refusal(file)).toMatch(
      /taken for SSAST.*1 tensor is missing: module\.v\.norm\.bias\. .*proj\.weight is \[24, 3, 16, 16\] and should be \[24, 1, 16, 16\]\. 1 tensor is unexpected: module\.surprise/,
    );
  });
});

describe('NAMINGS', () => {
  it('has a row for every kind of form once', () => {
    const forms = NAMINGS.map(({ name, blocks, tokens, norm }) => [name, blocks, tokens.dist, norm].join());
    expect(new Set(forms).size).toBe(NAMINGS.length);
  });
});
