import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixtureBytes, problemFrom } from '../../tests/weights/checkpoints';
import { openCheckpoint } from './openCheckpoint';
import { readBackbone, type ReadBackboneOptions } from './readBackbone';
import { writeSafetensors } from './safetensors';
import { sha256Of } from './sha256';
import type { Backbone, TensorFile, Weight } from './types';

const open = async (name: string): Promise<TensorFile> => openCheckpoint(new Blob([await fixtureBytes(name)]), name);
const read = async (name: string, more: Partial<ReadBackboneOptions> = {}): Promise<Backbone> =>
  readBackbone(await open(name), { name, sha256: '', heads: 3, ...more });
const json = async (name: string): Promise<Record<string, unknown>> =>
  JSON.parse(new TextDecoder().decode(await fixtureBytes(name)));

/** The same file with its tensors changed. */
async function altered(name: string, change: (tensors: Map<string, Weight>) => void): Promise<TensorFile> {
  const file = await open(name);
  const tensors = new Map<string, Weight>();
  for (const key of file.entries.keys()) tensors.set(key, await file.read(key));
  change(tensors);
  return openCheckpoint(new Blob([writeSafetensors(tensors, new Map())]), name);
}
const zeros = (...shape: number[]): Weight => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
async function refusal(file: TensorFile, more: Partial<ReadBackboneOptions> = {}): Promise<string> {
  const { code, cause } = await problemFrom(() => readBackbone(file, { name: 'x', sha256: '', heads: 3, ...more }));
  return `${code}: ${cause}`;
}
function expectSame(a: ReadonlyMap<string, Weight>, b: ReadonlyMap<string, Weight>, keys: Iterable<string>): void {
  for (const key of keys) {
    const [x, y] = [a.get(key), b.get(key)];
    expect(x?.shape, key).toEqual(y?.shape);
    if (x === undefined || y === undefined) return expect.fail(`${key} is missing`);
    const bits = ({ data }: Weight): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    expect(Buffer.compare(bits(x), bits(y)), `${key} differs`).toBe(0);
  }
}

let deit: Backbone;
let ast: Backbone;
beforeAll(async () => {
  deit = await read('deit_timm.safetensors');
  ast = await read('ast_hf.safetensors', { configJson: await json('ast_hf_config.json') });
});

describe('one backbone in several namings', () => {
  it('is recognised as what it is', async () => {
    expect(deit).toMatchObject({ naming: 'timm-deit', labels: null, origin: null, nonFinite: [] });
    expect(deit.config).toEqual({
      dim: 48,
      depth: 2,
      heads: 3,
      mlpDim: 192,
      patch: [16, 16],
      prefixTokens: 2,
      positionGrid: [6, 6],
      positions: 'learned',
      pooling: 'prefix-mean',
      normOrder: 'pre',
      blockEps: 1e-6,
      stride: [16, 16],
      pretrainedOn: 'images',
    });
    expect(deit.weights.size).toBe(5 + 2 * 12 + 2);
    expect(deit.weights.get('patch.weight')?.shape).toEqual([48, 1, 16, 16]);
    expect(deit.weights.get('blocks.1.qkv.weight')?.shape).toEqual([144, 48]);
  });

  it.each([
    ['deit_hf.safetensors', 'hf-deit'],
    ['deit_timm.pth', 'timm-deit'],
  ] as const)('is bit-identical from %s', async (name, naming) => {
    const other = await read(name);
    expect(other.naming).toBe(naming);
    expect(other.config).toEqual(deit.config);
    expect([...other.weights.keys()]).toEqual([...deit.weights.keys()]);
    expectSame(other.weights, deit.weights, deit.weights.keys());
  });

  it('is bit-identical as an AST from both namings', async () => {
    const original = await read('ast_original.pth');
    expect([ast.naming, original.naming]).toEqual(['hf-ast', 'ast-original']);
    expect([...original.weights.keys()]).toEqual([...ast.weights.keys()]);
    expectSame(original.weights, ast.weights, ast.weights.keys());
    expect(original.config).toEqual({ ...ast.config, blockEps: 1e-6 });
    expect(original.labels).toBeNull();
  });

  it('is the AST that PyTorch makes from the DeiT, colour sum and stacked qkv included, bit by bit', () => {
    const shared = [...deit.weights.keys()].filter((key) => key !== 'pos');
    expect(shared).toHaveLength(30);
    expectSame(ast.weights, deit.weights, shared);
  });

  it('loses or swaps nothing when query, key and value are apart', async () => {
    const file = await open('deit_hf.safetensors');
    const key = await file.read('deit.encoder.layer.1.attention.attention.key.bias');
    expect(deit.weights.get('blocks.1.qkv.bias')?.data.slice(48, 96)).toEqual(key.data);
  });

  it('takes its facts from config.json', async () => {
    expect(ast.config).toMatchObject({ blockEps: 1e-12, heads: 3, positionGrid: [12, 11], stride: [10, 10] });
    expect(ast.config.pretrainedOn).toBe('audio');
    expect(ast.labels).toEqual(['class 0', 'class 1', 'class 2', 'class 3', 'class 4']);
    expect(ast.weights.get('head.weight')?.shape).toEqual([5, 48]);
    const hf = { num_attention_heads: 6, layer_norm_eps: 1e-12, id2label: { 0: 'tench' } };
    const { config } = await readBackbone(await open('deit_hf.safetensors'), { name: '', sha256: '', configJson: hf });
    expect(config).toMatchObject({ heads: 6, blockEps: 1e-12 });
  });

  it('takes its epsilon from its naming where there is no config.json', async () => {
    expect((await read('ast_hf.safetensors')).config).toEqual(ast.config);
    expect((await read('deit_hf.safetensors')).config.blockEps).toBe(1e-6);
  });

  it.each([
    ['timm-deit', 'deit_timm.safetensors', (k: string) => `module.${k}`],
    ['hf-deit', 'deit_hf.safetensors', (k: string) => k.replace(/^deit\./, '')],
    ['hf-ast', 'ast_hf.safetensors', (k: string) => k.replace(/^audio_spectrogram_transformer\./, '')],
    ['ast-original', 'ast_original.pth', (k: string) => k.replace(/^module\./, '')],
  ] as const)('is known with and without its prefixes: %s', async (naming, name, rename) => {
    const file = await altered(name, (tensors) => {
      for (const [key, weight] of [...tensors]) {
        tensors.delete(key);
        tensors.set(rename(key), weight);
      }
    });
    const other = await readBackbone(file, { name, sha256: '', heads: 3 });
    const wanted = name.startsWith('deit') ? deit : ast;
    expect(other.naming).toBe(naming);
    expectSame(other.weights, wanted.weights, wanted.weights.keys());
  });

  it('may lack its head, or carry the head of its youth', async () => {
    const bare = await altered('ast_hf.safetensors', (tensors) => {
      for (const key of [...tensors.keys()]) if (key.startsWith('classifier')) tensors.delete(key);
    });
    const backbone = await readBackbone(bare, { name: '', sha256: '', heads: 3 });
    expect(backbone.weights.has('head.weight')).toBe(false);
    const young = await altered('ast_original.pth', (tensors) => {
      tensors.set('module.v.head.weight', zeros(1000, 48));
      tensors.set('module.v.head_dist.bias', zeros(1000));
    });
    expect((await readBackbone(young, { name: '', sha256: '', heads: 3 })).weights.size).toBe(ast.weights.size);
  });

  it('tells its grid from its positions as the public checkpoints have it', async () => {
    const grids = [
      [1212, [12, 101], 10],
      [512, [8, 64], 16],
      [850, [10, 85], 12],
      [657, [9, 73], 14],
      [144, [12, 12], 10],
      [600, [12, 50], 10],
    ] as const;
    for (const [patches, grid, stride] of grids) {
      const file = await altered('ast_original.pth', (t) => t.set('module.v.pos_embed', zeros(1, patches + 2, 48)));
      const { config } = await readBackbone(file, { name: '', sha256: '', heads: 3 });
      expect(config).toMatchObject({ positionGrid: grid, stride: [stride, stride] });
    }
  });

  it('promise 8: counts what is not finite and is loaded all the same', async () => {
    const file = await altered('deit_timm.safetensors', (tensors) => {
      tensors.get('blocks.0.mlp.fc1.weight')?.data.set([NaN, Infinity, 1, -Infinity], 100);
      tensors.get('patch_embed.proj.weight')?.data.set([NaN]);
    });
    const { nonFinite } = await readBackbone(file, { name: '', sha256: '', heads: 3 });
    expect(nonFinite).toEqual([
      { name: 'patch.weight', count: 1 },
      { name: 'blocks.0.fc1.weight', count: 3 },
    ]);
  });

  it('tells its progress and stops when told to', async () => {
    const seen: number[] = [];
    const stop = new AbortController();
    const reading = read('deit_timm.safetensors', {
      signal: stop.signal,
      onProgress: ({ done, total }) => {
        expect(total).toBe(31);
        if (seen.push(done) === 5) stop.abort();
      },
    });
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it('is hashed as other tools hash it', async () => {
    const raw = await fixtureBytes('deit_timm.safetensors');
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', raw)).toString('hex');
    expect(await sha256Of(new Blob([raw]))).toBe(digest);
  });
});

describe('the bundled backbone', () => {
  const folder = new URL('../../public/models/vit-nano/', import.meta.url);
  it.skipIf(!existsSync(folder))('is read with its own config.json', async () => {
    const blob = new Blob([await readFile(new URL('model.safetensors', folder))]);
    const configJson = JSON.parse(await readFile(new URL('config.json', folder), 'utf8'));
    const file = await openCheckpoint(blob, 'model.safetensors');
    const backbone = await readBackbone(file, { name: 'ViT-Nano', sha256: await sha256Of(blob), configJson });
    expect(backbone.config).toMatchObject({ dim: 128, depth: 6, heads: 4, positionGrid: [8, 8], blockEps: 1e-6 });
    expect(backbone.nonFinite).toEqual([]);
  });
});

describe('a file that is no such backbone', () => {
  it('promise 9: has its whole difference named, and nothing is read', async () => {
    const file = await altered('deit_timm.safetensors', (tensors) => {
      tensors.delete('blocks.1.norm2.bias');
      tensors.set('blocks.0.attn.qkv.weight', zeros(144, 47));
      tensors.set('blocks.0.ls1.gamma', zeros(48));
    });
    file.read = () => Promise.reject(new Error('nothing may be read'));
    expect(await refusal(file)).toBe(
      'weights.keys: It was taken for DeiT as timm and facebookresearch/deit name it, but ' +
        '1 tensor is missing: blocks.1.norm2.bias. ' +
        '1 tensor has the wrong shape: blocks.0.attn.qkv.weight is [144, 47] and should be [144, 48]. ' +
        '1 tensor is unexpected: blocks.0.ls1.gamma.',
    );
  });

  it.each(['patch_embed.proj.weight', 'pos_embed', 'cls_token', 'norm.weight', 'blocks.0.mlp.fc1.weight'])(
    'promise 9: has the odd one out named, not the others: %s',
    async (key) => {
      const file = await altered('deit_timm.safetensors', (tensors) => {
        const shape = tensors.get(key)?.shape ?? [];
        tensors.set(key, zeros(...shape.map((size) => (size === 48 ? 40 : size))));
      });
      const cause = await refusal(file);
      expect(cause).toContain(`1 tensor has the wrong shape: ${key} is`);
    },
  );

  it('promise 9: has a long difference counted in the message, and listed whole', async () => {
    const file = await altered('deit_timm.safetensors', (tensors) => {
      for (let i = 0; i < 50; i++) tensors.set(`extra.${i}`, zeros(1));
    });
    expect(await refusal(file)).toMatch(/50 tensors are unexpected: extra\.0, .* and 42 more\.$/);
    const { details } = await problemFrom(() => readBackbone(file, { name: 'x', sha256: '', heads: 3 }));
    expect(new Set(details)).toEqual(new Set(Array.from({ length: 50 }, (_, i) => `extra.${i} is unexpected`)));
  });

  it('is not led astray by block numbers', async () => {
    for (const index of ['999999999999', '200', '01', '-1', '1e3']) {
      const file = await altered('deit_timm.safetensors', (t) => t.set(`blocks.${index}.norm1.weight`, zeros(48)));
      expect(await refusal(file)).toMatch(/1 tensor is unexpected/);
    }
    const gap = await altered('deit_timm.safetensors', (t) => t.set('blocks.3.norm1.weight', zeros(48)));
    expect(await refusal(gap)).toMatch(/23 tensors are missing: blocks\.2\.norm1\.weight/);
  });

  it.each(['deit_timm.safetensors', 'deit_hf.safetensors'])('lost its distillation token: %s', async (name) => {
    const file = await altered(name, (tensors) => {
      for (const key of [...tensors.keys()]) if (/dist/.test(key)) tensors.delete(key);
    });
    expect(await refusal(file)).toMatch(/^weights\.positions: .* its distillation token is missing\.$/);
  });

  it.each([
    ['a ResNet', 'layer1.0.conv1.weight'],
    ['a wav2vec 2.0', 'wav2vec2.feature_extractor.conv_layers.0.conv.weight'],
    ['a Swin', 'layers.0.blocks.0.attn.relative_position_bias_table'],
    ['a BEiT', 'beit.embeddings.cls_token'],
    ['a masked autoencoder of images', 'decoder_blocks.0.attn.qkv.weight'],
    ['a Whisper', 'model.encoder.conv1.weight'],
    ['a set of adapter weights', 'blocks.0.attn_adapter.down.weight'],
  ])('looks like %s', async (title, key) => {
    const tensors = new Map([[key, zeros(2, 2)]]);
    const file = await openCheckpoint(new Blob([writeSafetensors(tensors, new Map())]), 'x');
    expect(await refusal(file)).toContain(`weights.architecture: It looks like ${title}`);
  });

  it('is none of the known, or empty', async () => {
    const empty = await openCheckpoint(new Blob([writeSafetensors(new Map(), new Map())]), 'x');
    expect(await refusal(empty)).toMatch(/weights\.architecture: It is none/);
    const golden = await open('forward.safetensors');
    expect(await refusal(golden)).toMatch(/weights\.architecture: .*crop\.attention\.0/);
  });

  it('does not say its heads, or has heads that do not fit', async () => {
    const file = await open('deit_timm.safetensors');
    const unknown = await problemFrom(() => readBackbone(file, { name: '', sha256: '' }));
    expect(unknown.code).toBe('weights.heads');
    expect(unknown.cure).toContain('config.json');
    expect(await refusal(file, { heads: 5 })).toMatch(/^weights\.heads/);
  });

  it.each([
    [{ hidden_size: 64 }, /hidden_size 64, but the tensors have 48/],
    [{ num_hidden_layers: 12 }, /num_hidden_layers 12/],
    [{ intermediate_size: 100 }, /intermediate_size/],
    [{ patch_size: 8 }, /patch_size/],
    [{ num_attention_heads: 'three' }, /not sound at num_attention_heads/],
    [{ layer_norm_eps: -1 }, /not sound at layer_norm_eps/],
    [{ hidden_act: 'relu' }, /activation is relu/],
    [{ max_length: 1024 }, /12 x 101 patches, but the tensors have 132 positions/],
    [{ id2label: { 0: 'a' } }, /does not name the 5 classes/],
    [{ id2label: ['a', 'b'] }, /does not name the 5 classes|not sound/],
    ['text', /not sound/],
  ])('has a config.json of another model: %o', async (change, wanted) => {
    const config = await json('ast_hf_config.json');
    const configJson = typeof change === 'string' ? change : { ...config, ...change };
    expect(await refusal(await open('ast_hf.safetensors'), { configJson })).toMatch(wanted);
  });

  it('has positions of no square image', async () => {
    const file = await altered('deit_timm.safetensors', (t) => t.set('pos_embed', zeros(1, 39, 48)));
    expect(await refusal(file)).toMatch(/^weights\.positions/);
  });
});
