import { describe, expect, it } from 'vitest';
import { BUNDLE_SOURCE, STORY } from '../../tests/numeric/bundleSource';
import { openSafetensors } from '../weights/safetensors';
import { bundleFiles } from './bundle';
import type { AdapterConfig, BundleSource } from './types';
import { readAdapterFiles, zipFiles } from './zip';

const { config } = BUNDLE_SOURCE.adapter;
const withConfig = (patch: Partial<AdapterConfig>): BundleSource => ({
  ...BUNDLE_SOURCE,
  adapter: { ...BUNDLE_SOURCE.adapter, config: { ...config, ...patch } },
});
const filesOf = (source: BundleSource) => new Map(bundleFiles(source).map(({ name, data }) => [name, data]));
const textOf = (source: BundleSource, name: string): string => {
  const data = filesOf(source).get(name);
  if (typeof data !== 'string') throw new Error(`${name} is no text of the bundle.`);
  return data;
};
const jsonOf = (source: BundleSource, name: string) => JSON.parse(textOf(source, name)) as Record<string, unknown>;

describe('a bundle', () => {
  it('holds every file, under names that hold nothing from outside', () => {
    expect([...filesOf(BUNDLE_SOURCE).keys()].sort()).toEqual([
      'README.md',
      'adapter_config.json',
      'adapter_model.safetensors',
      'base_model.safetensors',
      'check.py',
      'history.csv',
      'loaa_ast.py',
      'loaa_data.py',
      'loaa_layouts.py',
      'metrics.json',
      'model_config.json',
      'parity.safetensors',
      'predictions.csv',
      'preprocessor_config.json',
      'run.json',
      'split.csv',
      'train.py',
    ]);
  });

  it('leaves out what would say nothing', () => {
    const backbone = { ...config.backbone, config: { ...config.backbone.config, prefixTokens: 1 } } as never;
    const names = [...filesOf({ ...withConfig({ backbone }), story: null, base: null }).keys()];
    expect(names).not.toContain('model_config.json');
    expect(names).not.toContain('base_model.safetensors');
    expect(names.filter((name) => name.endsWith('.csv') || name === 'metrics.json')).toEqual([]);
  });

  it('comes back as the adapter that it is', async () => {
    const zip = new File([await zipFiles(bundleFiles(BUNDLE_SOURCE))], 'bundle.zip');
    expect(await readAdapterFiles([zip])).toEqual(BUNDLE_SOURCE.adapter);
  });

  it('tells what the adapter is as PEFT would, without taking a name of its own', () => {
    expect(jsonOf(BUNDLE_SOURCE, 'adapter_config.json')).toMatchObject({
      peft_type: 'LOAA',
      base_model_name_or_path: 'owner/model',
      revision: 'f'.repeat(40),
      base_model_sha256: config.backbone.sha256,
      kernels: { attn: [1, 3], ffn: [3, 1] },
      bottlenecks: { attn: 4, ffn: 4 },
      positions: ['attn', 'ffn'],
      layers: [0, 1, 2, 3],
      token_grid: [8, 8],
      prefix_tokens: 2,
      formatVersion: 2,
    });
  });

  it("writes LoRA in PEFT's own fields alone, with a pattern that names its modules and no others", () => {
    const lora = { rank: 4, alpha: 16, targets: ['q', 'fc2'] as const };
    const written = jsonOf(
      withConfig({ run: { ...config.run, method: 'lora', lora, layers: [1, 3] } }),
      'adapter_config.json',
    );
    expect(written).toMatchObject({ peft_type: 'LORA', r: 4, lora_alpha: 16, modules_to_save: ['classifier'] });
    expect(written).not.toHaveProperty('format');
    const pattern = new RegExp(`^${String(written.target_modules)}$`);
    const at = 'audio_spectrogram_transformer';
    const yes = ['encoder.layer.1.attention.attention.query', 'layers.3.attention.q_proj', 'layers.1.mlp.fc2'];
    const no = [
      'encoder.layer.1.attention.output.dense',
      'layers.0.attention.q_proj',
      'layers.13.mlp.fc2',
      'layers.1.mlp.fc1',
    ];
    expect(yes.filter((name) => pattern.test(`${at}.${name}`))).toEqual(yes);
    expect(no.filter((name) => pattern.test(`${at}.${name}`))).toEqual([]);
  });

  it("gives transformers' configurations", () => {
    expect(jsonOf(BUNDLE_SOURCE, 'model_config.json')).toMatchObject({
      model_type: 'audio-spectrogram-transformer',
      hidden_size: 48,
      num_hidden_layers: 4,
      intermediate_size: 192,
      frequency_stride: 16,
      max_length: config.run.frames,
      id2label: { 0: 'dog', 2: 'ünïcode' },
      label2id: { dog: 0 },
    });
    expect(jsonOf(BUNDLE_SOURCE, 'preprocessor_config.json')).toMatchObject({
      feature_extractor_type: 'ASTFeatureExtractor',
      sampling_rate: 16_000,
      mean: config.mean,
      std: config.std,
    });
    const epic = withConfig({ run: { ...config.run, frontEnd: 'epic' } });
    expect(jsonOf(epic, 'preprocessor_config.json')).toMatchObject({ front_end: 'epic', sampling_rate: 24_000 });
    expect(jsonOf(epic, 'preprocessor_config.json')).not.toHaveProperty('feature_extractor_type');
  });

  it('keeps what its sound was and what came of it', async () => {
    const data = filesOf(BUNDLE_SOURCE).get('parity.safetensors') as Uint8Array<ArrayBuffer>;
    const opened = await openSafetensors(new Blob([data]), 'parity.safetensors');
    expect(opened.metadata.get('sample_rate')).toBe('16000');
    expect((await opened.read('filterbank')).shape).toEqual([2, 2]);
    expect((await opened.read('logits')).data).toEqual(BUNDLE_SOURCE.parity.logits);
  });
});

describe("a bundle's tables", () => {
  it('are the run history as it was given, with the epochs in run.json', () => {
    expect(textOf(BUNDLE_SOURCE, 'history.csv')).toBe(STORY.history);
    expect(jsonOf(BUNDLE_SOURCE, 'run.json')).toMatchObject({ epochs: STORY.epochs, data: { parts: { train: 1 } } });
    const { split, fingerprint } = STORY.data;
    expect(jsonOf(BUNDLE_SOURCE, 'run.json')).toMatchObject({ data: { split, fingerprint } });
  });

  it('have no cell that a spreadsheet would run', () => {
    expect(textOf(BUNDLE_SOURCE, 'split.csv').split('\r\n').slice(1, 3)).toEqual([
      `'=cmd|calc.wav,'=cmd|calc.wav,,,train,1,"a ""quoted"", <b>name</b>"`,
      `"long, ""one"".wav#1-2","long, ""one"".wav",1,2,validation,0 2,dog | ünïcode`,
    ]);
    const predictions = textOf(BUNDLE_SOURCE, 'predictions.csv').trimEnd().split('\r\n');
    expect(predictions[0]).toBe('id,part,labels,predicted,score,dog,"a ""quoted"", <b>name</b>",ünïcode');
    expect(predictions.slice(1)).toEqual([`"long, ""one"".wav#1-2",validation,dog | ünïcode,dog,0.7,0.7,0.1,0.2`]);
  });
});

describe("a bundle's card", () => {
  it('quotes names from outside in its header and escapes them in its text', () => {
    const hostile = withConfig({ labels: ['a | b\n# c', '<script>alert(1)</script>', '[x](javascript:1)'] });
    const card = textOf(hostile, 'README.md');
    const [, header, body] = card.split(/^---$/m);
    expect(header).toContain('name: "my \\"sounds\\": |--- # *all*"');
    expect(header).toContain('base_model: "owner/model"');
    expect(body).toContain('| a \\| b \\# c | 0 | 1 | 0 |');
    expect(body).toContain('\\<script\\>alert\\(1\\)\\</script\\>');
    expect(body).not.toMatch(/[^\\]\[x\]\(/);
  });

  it('names no repository that the hub would refuse', () => {
    const backbone = { ...config.backbone, origin: { repo: 'C:\\models', revision: 'x' } };
    expect(textOf(withConfig({ backbone }), 'README.md')).not.toContain('base_model:');
  });
});
