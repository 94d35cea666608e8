import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { readAdapter, writeAdapter } from '../../../src/bundle/adapterFile';
import type { AdapterFiles } from '../../../src/bundle/types';
import { readAdapterFiles } from '../../../src/bundle/zip';
import { ProblemError } from '../../../src/core/problem';
import { expandZips } from '../../../src/files/expandZips';
import { listHdf5, readHdf5 } from '../../../src/files/hdf5';
import { readSource } from '../../../src/files/source';
import type { Weights } from '../../../src/model/build';
import { readArchive, writeArchive } from '../../../src/runs/archive';
import type { StoredRun } from '../../../src/runs/record';
import { DEFAULT_CONFIG } from '../../../src/training/config';
import { hdf5Bytes, hdf5InNode, syncFile } from '../../files/hdf5';
import { ADAPTER_CONFIG } from '../../numeric/adapterConfig';
import { zipAdapter } from '../../numeric/adapterZip';
import { runRecord } from '../../numeric/runRecords';
import { planOf } from '../../numeric/tinyBackbone';
import { newWeights } from '../../numeric/tinyModel';
import { zipOf } from '../../weights/checkpoints';
import type { Seed } from '../damage';
import { reader, type FuzzReader } from '../reader';
import { same } from '../same';

const contentOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

/** The end of an archive: its directory and what points to it. */
const withDirectory = (name: string, bytes: Uint8Array<ArrayBuffer>): Seed => ({
  name,
  bytes,
  places: [
    [bytes.length - 300, bytes.length],
    [bytes.length - 22, bytes.length],
    [0, 100],
  ].map(([from = 0, to = 0]) => [Math.max(0, from), to] as const),
});

/** What the archives below hold: none may ever give anything else under these names. */
const PACKED: Readonly<Record<string, string>> = {
  'dog/1.wav': 'bark '.repeat(200),
  'cat/1.wav': 'meow',
  'ü/2.wav': 'x'.repeat(50),
  'a.wav': 'sound of rain '.repeat(9),
  'b/c.wav': 'hail',
};
const packed = (name: string) => PACKED[name] ?? '';

async function zipSeeds(): Promise<Seed[]> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  await writer.add('dog/1.wav', new TextReader(packed('dog/1.wav')));
  await writer.add('cat/1.wav', new TextReader(packed('cat/1.wav')), { level: 0 });
  await writer.add('ü/2.wav', new TextReader(packed('ü/2.wav')), { zip64: true });
  const plain = zipOf([
    { name: 'a.wav', data: new TextEncoder().encode(packed('a.wav')), deflate: true },
    { name: 'b/c.wav', data: new TextEncoder().encode(packed('b/c.wav')) },
  ]);
  return [withDirectory('zip.js', await contentOf(await writer.close())), withDirectory('plain', plain)];
}

interface Unpacked {
  /** The content by path, of the entries that can be opened. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<Unpacked> {
  const file = new File([bytes], 'set.zip');
  const { sources, problems } = await expandZips([{ kind: 'file', path: 'set.zip', size: file.size, file }]);
  const files = new Map<string, Uint8Array>();
  let refused: ProblemError | null = null;
  for (const source of sources) {
    try {
      files.set(source.path, new Uint8Array(await readSource(source)));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      refused = error;
    }
  }
  const [problem] = problems;
  if (files.size === 0 && problem) throw new ProblemError(problem);
  if (files.size === 0 && refused) throw refused;
  return { files };
}

const ADAPTER: AdapterFiles = {
  weights: writeAdapter(
    newWeights({ ...DEFAULT_CONFIG, adapters: planOf('time', 'frequency', 2) }, { dim: 6, depth: 2, classes: 3 }),
  ),
  config: ADAPTER_CONFIG,
};

const RUNS: readonly StoredRun[] = [
  { record: runRecord({ notes: '=1+1 <b>ü</b>\n' }), adapter: ADAPTER },
  { record: runRecord({ id: 'run-2', predictions: null }), adapter: null },
];

interface Recordings {
  readonly [name: string]: { readonly length: number; readonly samples: Float32Array } | string;
}

const wave = (length: number) => Float32Array.from({ length }, (_, i) => 0.5 + 0.25 * Math.sin(i * i));
/** Slices begin here, so that a chunk in the middle is read too. */
const SLICE = [100, 1500] as const;
let opened = 0;

async function hdf5Seeds(): Promise<Seed[]> {
  const raw = await hdf5Bytes([
    { name: 'P01_01', data: wave(2000) },
    { name: 'whole', data: Int16Array.from({ length: 1600 }, (_, i) => 1000 + (i % 99)) },
  ]);
  const packed = await hdf5Bytes([{ name: 'P01_01', data: wave(2000), chunks: [400], compression: 'gzip' }]);
  // Samples that lie bare in the file are under no check sum: everything else is what is damaged here.
  const at = Buffer.from(raw).indexOf(Buffer.from(wave(1).buffer));
  return [
    {
      name: 'bare',
      bytes: raw,
      places: [
        [0, at],
        [0, at],
        [0, at],
        [0, 96],
      ],
    },
    {
      name: 'gzip',
      bytes: packed,
      places: [
        [0, 96],
        [0, 900],
      ],
    },
  ];
}

/** Every recording of the file, a slice of each; a refusal of one leaves the others. */
async function recordingsIn(bytes: Uint8Array<ArrayBuffer>): Promise<Recordings> {
  await hdf5InNode();
  const { file } = syncFile(bytes, ++opened);
  const out: Record<string, Recordings[string]> = {};
  for (const { name, samples: length } of await listHdf5(file, 'fuzz.hdf5')) {
    if (length < 0) continue;
    try {
      const source = {
        kind: 'hdf5',
        path: `fuzz.hdf5/${name}`,
        size: file.size,
        file,
        dataset: name,
        sampleRate: 8000,
      } as const;
      out[name] = { length, samples: (await readHdf5(source, ...SLICE)).samples };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      out[name] = error.problem.code;
    }
  }
  return out;
}

export const CONTAINER_READERS: readonly FuzzReader[] = [
  reader<Unpacked>({
    name: 'zip',
    silence: 'CRC-32 of every entry, headers twice: an entry that opens has the path and the bytes that were packed.',
    seeds: zipSeeds,
    read: unpack,
    wrong: ({ given }) => {
      for (const [path, content] of given.files) {
        const name = path.slice('set/'.length);
        if (!Object.hasOwn(PACKED, name)) return `another name: ${path}`;
        if (Buffer.from(content).toString() !== PACKED[name]) return `other bytes: ${path}`;
      }
      return null;
    },
  }),
  reader<{ readonly config: AdapterFiles['config']; readonly weights: Weights }>({
    name: 'adapter-zip',
    silence: 'CRC-32 of every entry: the adapter that was exported, to the bit.',
    seeds: async () => [withDirectory('bundle', await contentOf(await zipAdapter(ADAPTER)))],
    read: async (bytes) => {
      const { config, weights } = await readAdapterFiles([new File([bytes], 'adapter.zip')]);
      return { config, weights: await readAdapter(new Blob([weights]), 'adapter.zip') };
    },
    wrong: ({ given, sound }) => (same(given, sound) ? null : 'another adapter came out'),
  }),
  reader<readonly StoredRun[]>({
    name: 'runs-zip',
    silence: 'CRC-32 of every entry: the runs that were exported, to the bit.',
    seeds: async () => [withDirectory('archive', await contentOf(await writeArchive(RUNS)))],
    read: (bytes) => readArchive(new Blob([bytes]), 'runs.zip'),
    wrong: ({ given, sound }) => (same(given, sound) ? null : 'other runs came out'),
  }),
  reader<Recordings>({
    name: 'hdf5',
    silence:
      'No check sum over the index: what comes out was read from the file (never the library’s fill value), and is never ' +
      'more than the file can hold.',
    seeds: hdf5Seeds,
    read: recordingsIn,
    wrong: ({ given, bytes, seed }) => {
      // Samples that lie bare in a file are under no check sum at all: where they were overwritten, nothing can be known.
      const [, bare = bytes.length] = seed.name === 'bare' ? (seed.places?.[0] ?? []) : [];
      if (Buffer.compare(bytes.subarray(bare), seed.bytes.subarray(bare)) !== 0) return null;
      for (const [name, found] of Object.entries(given)) {
        if (typeof found === 'string') continue;
        const { samples } = found;
        if (samples.length > SLICE[1] - SLICE[0]) return `${name} has ${samples.length} samples`;
        // No two samples of the seeds that follow one another are equal.
        const at = samples.findIndex(
          (x, i) => samples.subarray(i, i + 50).every((y) => y === x) && i + 50 <= samples.length,
        );
        if (at >= 0) return `${name} is nothing but ${samples[at]} from sample ${at} on`;
      }
      return null;
    },
  }),
];
