import { describe, expect, it } from 'vitest';
import { ADAPTER_CONFIG } from '../../tests/numeric/adapterConfig';
import { zipAdapter } from '../../tests/numeric/adapterZip';
import { normals } from '../../tests/numeric/random';
import { planOf } from '../../tests/numeric/tinyBackbone';
import { bytes, problemFrom, zipOf } from '../../tests/weights/checkpoints';
import { newWeights } from '../../tests/numeric/tinyModel';
import type { Weights } from '../model/build';
import { DEFAULT_CONFIG } from '../training/config';
import { openSafetensors, writeSafetensors } from '../weights/safetensors';
import { readAdapter, writeAdapter } from './adapterFile';
import type { AdapterFiles } from './types';
import { adapterConfigJson, runJson } from './jsonFiles';
import { BASE_FILE, CONFIG_FILE, PARITY_FILE, readAdapterFiles, RUN_FILE, WEIGHTS_FILE } from './zip';

const WEIGHTS: Weights = new Map([
  ...newWeights({ ...DEFAULT_CONFIG, adapters: planOf('square', 'time', 3) }, { dim: 6, depth: 2, classes: 3 }),
  ['pos', { shape: [1, 4, 6], data: normals(24, 1) }],
]);
const FILES: AdapterFiles = { weights: writeAdapter(WEIGHTS), config: ADAPTER_CONFIG };
const file = (name: string, data: BlobPart) => new File([data], name);
const text = (value: string) => new TextEncoder().encode(value);
const json = adapterConfigJson(ADAPTER_CONFIG);

describe('writeAdapter and readAdapter', () => {
  it('give back every weight, bit by bit', async () => {
    const read = await readAdapter(new Blob([FILES.weights]), WEIGHTS_FILE);
    expect([...read.keys()].sort()).toEqual([...WEIGHTS.keys()].sort());
    for (const [name, weight] of WEIGHTS) expect(read.get(name), name).toEqual(weight);
  });

  it("write PyTorch's layout under PEFT's names", async () => {
    const opened = await openSafetensors(new Blob([FILES.weights]), WEIGHTS_FILE);
    const name = 'base_model.model.audio_spectrogram_transformer.encoder.layer.1.loaa_attn.up.weight';
    expect(opened.metadata.get('format')).toBe('pt');
    expect(opened.entries.get(name)).toEqual({ dtype: 'F32', shape: [6, 3, 3, 3] });
  });

  it('name a tensor that is none of ours', async () => {
    const strange = writeSafetensors(
      new Map([['lora_A.weight', { shape: [1], data: new Float32Array(1) }]]),
      new Map(),
    );
    const problem = await problemFrom(() => readAdapter(new Blob([strange]), 'other.safetensors'));
    expect(problem).toMatchObject({ code: 'bundle.unknown-tensor', subject: 'other.safetensors' });
    expect(problem.cause).toContain('lora_A.weight');
  });

  it('promise 8: refuse an adapter with NaN or infinite values, and name them with their count', async () => {
    const broken = new Map(WEIGHTS);
    broken.set('pos', { shape: [1, 4, 6], data: normals(24, 1).fill(Number.NaN, 3, 5) });
    const problem = await problemFrom(() => readAdapter(new Blob([writeAdapter(broken)]), 'nan.safetensors'));
    expect(problem).toMatchObject({ code: 'bundle.non-finite', subject: 'nan.safetensors' });
    expect(problem.cause).toContain('in pos (2).');
  });

  it('refuse a file that was cut short', async () => {
    for (const size of [0, 5, 40, FILES.weights.length - 1]) {
      const problem = await problemFrom(() =>
        readAdapter(new Blob([FILES.weights.subarray(0, size)]), 'cut.safetensors'),
      );
      expect(problem.subject).toBe('cut.safetensors');
    }
  });
});

describe('readAdapterFiles', () => {
  it('reads the zip that zipAdapter wrote', async () => {
    const zip = file('loaa-attn-t.zip', await zipAdapter(FILES));
    const read = await readAdapterFiles([zip]);
    expect(read.config).toEqual(FILES.config);
    expect(read.weights).toEqual(FILES.weights);
  });

  it('reads the two files, in any order and under any name', async () => {
    const pair = [file('my adapter.json', json), file('weights (1).safetensors', FILES.weights)];
    for (const files of [pair, pair.toReversed()]) expect(await readAdapterFiles(files)).toEqual(FILES);
  });

  it('reads them among the other files of a bundle or of a folder of train.py', async () => {
    const others = [
      file(PARITY_FILE, new Uint8Array(9)),
      file(BASE_FILE, new Uint8Array(9)),
      file('model_config.json', '{}'),
      file('history.csv', 'step'),
    ];
    const own = [file(CONFIG_FILE, json), file(WEIGHTS_FILE, FILES.weights)];
    for (const files of [[...others, ...own], [...own, ...others].toReversed()]) {
      expect(await readAdapterFiles(files)).toEqual(FILES);
    }
  });

  it('reads a plain adapter of PEFT by the run.json beside it, and says what is missing without', async () => {
    const lora: AdapterFiles = { ...FILES, config: { ...ADAPTER_CONFIG, run: { ...DEFAULT_CONFIG, method: 'lora' } } };
    const plain = [file(WEIGHTS_FILE, FILES.weights), file(CONFIG_FILE, adapterConfigJson(lora.config))];
    expect(await readAdapterFiles([...plain, file(RUN_FILE, runJson(lora.config, null))])).toEqual(lora);
    const problem = await problemFrom(() => readAdapterFiles(plain));
    expect(problem).toMatchObject({ code: 'bundle.incomplete', cause: `lacks ${RUN_FILE}.` });
  });

  it('reads a zip that was packed again inside a folder', async () => {
    const packed = zipOf([
      { name: `adapter/${WEIGHTS_FILE}`, data: FILES.weights, deflate: true },
      { name: `adapter/${CONFIG_FILE}`, data: text(json), deflate: true },
    ]);
    expect(await readAdapterFiles([file('again.zip', packed)])).toEqual(FILES);
  });

  it.each([
    ['nothing', [], 'Nothing', WEIGHTS_FILE],
    ['only the weights', [file('a.safetensors', FILES.weights)], 'a.safetensors', CONFIG_FILE],
    ['only the configuration', [file('a.json', json)], 'a.json', WEIGHTS_FILE],
    ['a zip without weights', [file('a.zip', zipOf([{ name: CONFIG_FILE, data: text(json) }]))], 'a.zip', WEIGHTS_FILE],
    [
      'a zip without configuration',
      [file('a.zip', zipOf([{ name: WEIGHTS_FILE, data: FILES.weights }]))],
      'a.zip',
      CONFIG_FILE,
    ],
    ['an empty zip', [file('a.zip', zipOf([]))], 'a.zip', WEIGHTS_FILE],
  ])('says what is missing: %s', async (_, files, subject, lacking) => {
    const problem = await problemFrom(() => readAdapterFiles(files));
    expect(problem).toMatchObject({ code: 'bundle.incomplete', subject, cause: `lacks ${lacking}.` });
  });

  const packed = { name: WEIGHTS_FILE, data: FILES.weights };
  const config = { name: CONFIG_FILE, data: text(json) };
  it.each([
    ['not a zip at all', text('<!doctype html><title>404</title>'), /no zip archive/],
    ['an empty file', new Uint8Array(), /no zip archive/],
    ['a zip cut in half', bytes(zipOf([packed])).slice(0, 500), /no zip archive/],
    ['promise 16: a zip with a wrong checksum', zipOf([{ ...packed, crc: 1, localCrc: 1 }, config]), /not those/],
    ['promise 15: a zip with two of a name', zipOf([packed, packed, config]), /twice/],
    ['promise 15: a zip whose headers differ', zipOf([{ ...packed, localName: 'x' }, config]), /contradict/],
    ['promise 15: an encrypted zip', zipOf([{ ...packed, flags: 0x801 }, config]), /password/],
    [
      'promise 17: a bomb',
      zipOf([{ ...packed, data: new Uint8Array(2 ** 26), deflate: true, size: 9 }, config]),
      /not those|contradict|more than/,
    ],
  ])('%s is refused in words', async (_, data, cause) => {
    const problem = await problemFrom(() => readAdapterFiles([file('bad.zip', data)]));
    expect(problem.subject).toContain('bad.zip');
    expect(problem.cause).toMatch(cause);
  });

  it('names the configuration inside the zip that is wrong', async () => {
    const packed = zipOf([
      { name: WEIGHTS_FILE, data: FILES.weights },
      { name: CONFIG_FILE, data: text(json.replace('"std": 4.57', '"std": -1')) },
    ]);
    const problem = await problemFrom(() => readAdapterFiles([file('a.zip', packed)]));
    expect(problem).toMatchObject({ code: 'bundle.bad-config', subject: `a.zip: ${CONFIG_FILE}` });
    expect(problem.cause).toContain('std');
  });
});
