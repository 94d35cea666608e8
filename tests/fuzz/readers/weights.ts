import { DTYPES, isDtypeName } from '../../../src/weights/dtypes';
import { openCheckpoint } from '../../../src/weights/openCheckpoint';
import { readPickle } from '../../../src/weights/pickle';
import { openPth } from '../../../src/weights/pth';
import { readBackbone } from '../../../src/weights/readBackbone';
import { openSafetensors, writeSafetensors } from '../../../src/weights/safetensors';
import type { Backbone, TensorFile, Weight } from '../../../src/weights/types';
import { readZipDirectory } from '../../../src/weights/zipDirectory';
import { readZipEntry } from '../../../src/weights/zipEntry';
import {
  bytes,
  fixtureBytes,
  global,
  pickleOf,
  pthOf,
  safetensorsOf,
  tensorOps,
  unicode,
} from '../../weights/checkpoints';
import type { Seed } from '../damage';
import { reader, type FuzzReader } from '../reader';
import { bytesIn, same } from '../same';

interface Tensors {
  readonly entries: TensorFile['entries'];
  readonly metadata: TensorFile['metadata'];
  readonly weights: ReadonlyMap<string, Weight>;
}

async function allOf(file: TensorFile): Promise<Tensors> {
  const weights = new Map<string, Weight>();
  for (const key of file.entries.keys()) weights.set(key, await file.read(key));
  return { entries: file.entries, metadata: file.metadata, weights };
}

/** The header of a safetensors file, from its first byte: what must hold together. */
const headerOf = (file: Uint8Array): readonly [number, number] => [0, 8 + new DataView(file.buffer).getUint32(0, true)];

async function safetensorsSeeds(): Promise<Seed[]> {
  const names = ['deit_hf.safetensors', 'train_linear_probe_adam_ce.safetensors'];
  const files = await Promise.all(names.map(async (name) => ({ name, bytes: await fixtureBytes(name) })));
  const own = writeSafetensors(
    new Map([
      ['a', { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
      ['nothing', { shape: [0, 4], data: new Float32Array(0) }],
      ['one', { shape: [], data: Float32Array.of(0.5) }],
    ]),
    new Map([['format', 'pt']]),
  );
  const header =
    '{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]},' +
    '"i":{"dtype":"I64","shape":[1],"data_offsets":[8,16]},"d":{"dtype":"F64","shape":[1],"data_offsets":[16,24]}}';
  const mixed = new Uint8Array(await safetensorsOf(header, 24).arrayBuffer());
  return [...files, { name: 'own', bytes: own }, { name: 'mixed', bytes: mixed }].map((seed) => ({
    ...seed,
    places: [[0, 8], headerOf(seed.bytes)],
  }));
}

/** What a second, plain reading of the file says that differs: JSON.parse, and the bytes where the offsets say. */
function differsFromRanges({ entries, weights }: Tensors, file: Uint8Array<ArrayBuffer>): string | null {
  const end = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, end))) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >;
  delete header['__metadata__'];
  let covered = 0;
  for (const [
    key,
    {
      dtype,
      shape,
      data_offsets: [from, to],
    },
  ] of Object.entries(header)) {
    covered += to - from;
    const weight = weights.get(key);
    if (!weight || entries.get(key)?.dtype !== dtype || !isDtypeName(dtype))
      return `${key} is not what the header says`;
    if (!same([...weight.shape], shape)) return `${key} has another shape than the header says`;
    if ((to - from) / DTYPES[dtype].bytes !== weight.data.length) return `${key} has not as many values as bytes`;
    const raw = file.subarray(end + from, end + to);
    if (dtype === 'F32' && Buffer.compare(bytesIn(weight.data), raw) !== 0) return `${key} has other bytes`;
  }
  if (Object.keys(header).length !== weights.size) return 'there are other tensors than the header says';
  return covered === file.length - end ? null : `${file.length - end - covered} bytes belong to no tensor`;
}

const pthSeeds = async (): Promise<Seed[]> => {
  const names = ['ast_original.pth', 'deit_timm.pth'];
  const files = await Promise.all(names.map(async (name) => ({ name, bytes: await fixtureBytes(name) })));
  const spec = { key: 'x', shape: [3, 2], stride: [1, 3], count: 6 };
  const data = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);
  const order = { name: 'archive/byteorder', data: bytes('little') };
  const small = new Uint8Array(await pthOf(pickleOf([spec]), { 0: data }, [order]).arrayBuffer());
  return [...files, { name: 'small', bytes: small }].map((seed) => ({
    ...seed,
    places: [
      [0, 4000],
      [seed.bytes.length - 3000, seed.bytes.length],
      [seed.bytes.length - 98, seed.bytes.length],
    ],
  }));
};

/** data.pkl of two fixtures, and one with what training programs keep beside the weights. */
async function pickleSeeds(): Promise<Seed[]> {
  const ofFile = async (name: string): Promise<Seed> => {
    const blob = new Blob([await fixtureBytes(name)]);
    const directory = await readZipDirectory(blob, name);
    const entry = [...directory.values()].find((each) => each.name.endsWith('/data.pkl'));
    if (!entry) throw new Error(`${name} has no data.pkl`);
    return { name, bytes: Uint8Array.from(await readZipEntry(blob, name, entry, 2 ** 24)) };
  };
  const spec = { key: 'w', shape: [3, 2], stride: [2, 1], count: 6 };
  const kept = bytes(
    ...[
      0x80,
      2,
      '}q',
      0,
      '(',
      unicode('args'),
      global('argparse', 'Namespace'),
      ')',
      0x81,
      '}(',
      unicode('lr'),
      'K',
      3,
    ],
    ...[unicode('seed'), 0x8a, 8, [1, 2, 3, 4, 5, 6, 7, 8], 'ub', unicode('losses'), '](K', 1, 'N', 'e'],
    ...[unicode('model'), global('collections', 'OrderedDict'), ')R(', unicode('w'), tensorOps(spec), 'uu.'],
  );
  return [await ofFile('ast_original.pth'), await ofFile('deit_timm.pth'), { name: 'kept', bytes: kept }];
}

/** The storages of a .pth among the fixtures, by name. */
async function storagesOf(name: string): Promise<Record<string, Uint8Array>> {
  return (storages ??= (async () => {
    const blob = new Blob([await fixtureBytes(name)]);
    const out: Record<string, Uint8Array> = {};
    for (const entry of (await readZipDirectory(blob, name)).values()) {
      const [, key] = /\/data\/(\d+)$/.exec(entry.name) ?? [];
      if (key !== undefined) out[key] = await readZipEntry(blob, name, entry, 2 ** 24);
    }
    return out;
  })());
}
let storages: Promise<Record<string, Uint8Array>> | null = null;

const backboneIn = async (file: Uint8Array<ArrayBuffer>): Promise<Backbone> =>
  readBackbone(await openCheckpoint(new Blob([file]), 'fuzz'), { name: 'fuzz', sha256: '', heads: 3 });

const KINDS: ReadonlySet<unknown> = new Set(['list', 'tuple', 'dict', 'global', 'bystander', 'storage', 'tensor']);

/** Anything in a pickle's value that is no plain data. Shared parts are looked at once. */
function notData(value: unknown, seen = new Set<object>()): string | null {
  if (typeof value === 'function' || typeof value === 'symbol') return `it holds a ${typeof value}`;
  if (typeof value !== 'object' || value === null || seen.has(value)) return null;
  seen.add(value);
  if ('kind' in value && !KINDS.has(value.kind)) return `it holds a thing of kind ${String(value.kind)}`;
  const parts = value instanceof Map ? [...value.values()] : Object.values(value);
  for (const part of parts) {
    const found = notData(part, seen);
    if (found !== null) return found;
  }
  return null;
}

export const WEIGHT_READERS: readonly FuzzReader[] = [
  reader<Tensors>({
    name: 'safetensors',
    silence:
      'No check sum: names, shapes and bytes are those of a second, plain reading, and every byte belongs to a tensor.',
    seeds: safetensorsSeeds,
    read: async (file) => allOf(await openSafetensors(new Blob([file]), 'fuzz')),
    wrong: ({ given, bytes: file }) => differsFromRanges(given, file),
  }),
  reader<Tensors>({
    name: 'pth',
    silence: 'CRC-32 of every entry, headers twice: what is read is what the sound file gives, to the bit.',
    seeds: pthSeeds,
    read: async (file) => allOf(await openPth(new Blob([file]), 'fuzz')),
    wrong: ({ given, sound }) => (same(given, sound) ? null : 'other tensors came out'),
    // data.pkl may claim 16 MiB before its bytes are looked at: the cap of promise 17.
    spare: 17 * 2 ** 20,
  }),
  reader<unknown>({
    name: 'pickle',
    silence: 'No check sum of its own: nothing but plain data comes out.',
    seeds: pickleSeeds,
    read: async (file) => readPickle(file, 'fuzz'),
    wrong: ({ given }) => notData(given),
  }),
  reader<Backbone>({
    name: 'backbone',
    silence:
      'Of a .pth, and of a safetensors file whose data part is whole: the weights of the sound file. Otherwise its tensors, ' +
      'in their shapes.',
    seeds: async () => {
      const [safe] = await safetensorsSeeds();
      const [pth] = await pthSeeds();
      return [safe, pth].filter((seed) => seed !== undefined);
    },
    read: backboneIn,
    wrong: ({ given, sound, bytes: file, seed }) => {
      const data = seed.bytes.subarray(seed.name.endsWith('.pth') ? seed.bytes.length : headerOf(seed.bytes)[1]);
      const isWhole = Buffer.compare(file.subarray(Math.max(0, file.length - data.length)), data) === 0;
      if (isWhole) return same(given.weights, sound.weights) ? null : 'other weights came out';
      const shapes = ({ weights }: Backbone) => [...weights].map(([key, { shape }]) => `${key} ${shape.join()}`);
      const known = new Set(shapes(sound));
      const odd = shapes(given).find((line) => !known.has(line));
      return odd === undefined ? null : `a tensor came out that the sound file has not: ${odd}`;
    },
    spare: 17 * 2 ** 20,
  }),
  reader<Backbone>({
    name: 'pickle-in-pth',
    silence:
      'The pickle is damaged and its check sum made right again: the tensors of the sound file, in their shapes.',
    seeds: async () => (await pickleSeeds()).slice(0, 1),
    read: async (file) =>
      backboneIn(new Uint8Array(await pthOf(file, await storagesOf('ast_original.pth')).arrayBuffer())),
    wrong: ({ given, sound }) =>
      same([...given.weights.keys()], [...sound.weights.keys()]) ? null : 'other tensors came out',
    // Its storages are not part of the damaged file.
    spare: 17 * 2 ** 20,
  }),
];
