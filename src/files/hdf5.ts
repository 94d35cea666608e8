import type * as H5wasm from 'h5wasm';
import { fail } from '../core/problem';
import { readFailure } from './openFile';
import type { Hdf5Source } from './source';

type H5 = typeof H5wasm;
type H5File = InstanceType<H5['File']>;
type H5Dataset = InstanceType<H5['Dataset']>;

/** One recording of an HDF5 file: the name of its data set and its length in samples; -1 where it holds no samples. */
export interface Hdf5Recording {
  readonly name: string;
  readonly samples: number;
}

/**
 * The most samples of one read (16 MiB of float32): the WebAssembly heap ends at 2 GiB, and reads that did not fit have come
 * back as zeros.
 */
const MOST_SAMPLES = 2 ** 22;
/** Chunks of fewer samples are looked at together. */
const LEAST_CHUNK = 64;
const FOLDER = '/hdf5';
const CURE = 'Download or copy it again, and check that it opens elsewhere (h5dump, h5py).';

interface Held {
  readonly key: string;
  readonly file: H5File;
  /** How often bytes of the file were asked for so far. */
  readonly reads: () => number;
}

let library: Promise<H5> | null = null;
/** The file opened last stays open: thousands of slices are read from one. */
let held: Held | null = null;

/** The library, loaded when the first HDF5 file is (4 MB). */
function load(): Promise<H5> {
  library ??= import('h5wasm').then(async (h5) => {
    await h5.ready;
    return h5;
  });
  return library;
}

function release(h5: H5): void {
  if (!held) return;
  held.file.close();
  h5.Module.FS.unmount(FOLDER);
  held = null;
}

/**
 * Opens a file where it lies: emscripten's WORKERFS reads byte ranges of the `File`, on a worker only.
 * Source: HDF5 file format 3.0; emscripten, file system API, WORKERFS.
 */
async function open(file: File, path: string): Promise<Held> {
  const h5 = await load();
  const key = `${path}\n${file.size}\n${file.lastModified}`;
  if (held?.key === key) return held;
  release(h5);
  let reads = 0;
  const { size, lastModified } = file;
  const slice = (from: number, to: number) => (reads++, file.slice(from, to));
  const { FS } = h5.Module;
  if (!FS.analyzePath(FOLDER).exists) FS.mkdir(FOLDER);
  FS.mount(
    FS.filesystems.WORKERFS as never,
    { blobs: [{ name: 'file', data: { size, lastModified, slice } }] } as never,
    FOLDER,
  );
  const opened = guarded(path, () => new h5.File(`${FOLDER}/file`, 'r'));
  if (opened.file_id < 0n) {
    FS.unmount(FOLDER);
    fail('files.hdf5', path, 'It is no HDF5 file, or it is cut short.', CURE);
  }
  held = { key, file: opened, reads: () => reads };
  return held;
}

/** A file that vanishes or changes while it is read is told in the words of every other file. */
function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DOMException) readFailure(error, path);
    const message = error instanceof Error ? error.message : String(error);
    return fail('files.hdf5', path, `It cannot be read: ${message}.`, CURE);
  }
}

/** Samples of one data set: one axis of floats or whole numbers. Null for anything else. */
function lengthOf(h5: H5, dataset: H5Dataset): number | null {
  const { shape, type } = dataset.metadata;
  const { H5T_FLOAT, H5T_INTEGER } = h5.Module.H5T_class_t;
  const isNumeric = type === H5T_FLOAT.value || type === H5T_INTEGER.value;
  return isNumeric && shape?.length === 1 ? (shape[0] ?? null) : null;
}

/**
 * The recordings of an HDF5 file, read from its directory alone: every object at its top, in the file's order.
 * Worker only. Errors: `files.hdf5`, `files.unreadable`, `files.vanished`, about `path`.
 */
export async function listHdf5(file: File, path: string): Promise<readonly Hdf5Recording[]> {
  const { file: opened } = await open(file, path);
  const h5 = await load();
  return guarded(path, () =>
    opened.keys().map((name) => {
      const entity = opened.get(name);
      return { name, samples: entity instanceof h5.Dataset ? (lengthOf(h5, entity) ?? -1) : -1 };
    }),
  );
}

/** A full scale of 1 for whole numbers: 2^(bits - 1). */
function toFloat(values: ArrayLike<number>, size: number, isFloat: boolean): Float32Array {
  if (values instanceof Float32Array) return values;
  const scale = isFloat ? 1 : 2 ** (1 - 8 * size);
  return Float32Array.from(values, (value) => value * scale);
}

/**
 * Samples `from` up to `to` of a recording, fewer where it ends before, and the length of the whole. Only what the slice
 * needs is read: its own bytes, or the chunks it touches. A chunk that cannot be read (damaged, packed by a filter that is
 * not built in) is an error, never zeros.
 *
 * Worker only. Errors: `files.hdf5`, `files.unreadable`, `files.vanished`, about the source's path.
 */
export async function readHdf5(
  source: Hdf5Source,
  from: number,
  to: number,
): Promise<{ readonly samples: Float32Array; readonly length: number }> {
  const { path, dataset: name } = source;
  const { file: opened, reads } = await open(source.file, path.slice(0, path.length - name.length - 1));
  const h5 = await load();
  const dataset = guarded(path, () => (opened.keys().includes(name) ? opened.get(name) : null));
  const length = dataset instanceof h5.Dataset ? lengthOf(h5, dataset) : null;
  if (!(dataset instanceof h5.Dataset) || length === null) {
    return fail('files.hdf5', path, 'There is no data set of samples of this name in the file.', CURE);
  }
  const end = Math.min(to, length);
  // What a file claims is read before there is room for all of it.
  const parts: Float32Array[] = [];
  for (let at = from; at < end; at += MOST_SAMPLES) {
    const to = Math.min(end, at + MOST_SAMPLES);
    const part = readSlice(h5, dataset, path, at, to);
    checkStored(h5, dataset, path, part, at, reads);
    parts.push(part);
  }
  const [first = new Float32Array(0)] = parts;
  if (parts.length <= 1) return { samples: first, length };
  const samples = new Float32Array(end - from);
  parts.forEach((part, i) => samples.set(part, i * MOST_SAMPLES));
  return { samples, length };
}

/**
 * Refuses samples that are not in the file: the library gives its fill value, zero, for a chunk that its index does not
 * list, be it damaged or never written. Such a chunk is one value throughout, and reading it once more asks nothing of the
 * file; a chunk of true silence is read from it.
 */
function checkStored(
  h5: H5,
  dataset: H5Dataset,
  path: string,
  samples: Float32Array,
  from: number,
  reads: () => number,
): void {
  const own = dataset.metadata.chunks?.[0] ?? Infinity;
  const chunk = own < LEAST_CHUNK ? LEAST_CHUNK : own;
  const end = from + samples.length;
  for (let at = from; at < end;) {
    const next = Math.min(end, (Math.floor(at / chunk) + 1) * chunk);
    if (isConstant(samples, at - from, next - from)) {
      // The first of the two may still ask for the index.
      readSlice(h5, dataset, path, at, next);
      const before = reads();
      readSlice(h5, dataset, path, at, next);
      if (reads() === before) {
        const cause = `Its samples from ${at} to ${next} are missing in the file.`;
        fail('files.hdf5', path, cause, CURE);
      }
    }
    at = next;
  }
}

function isConstant(samples: Float32Array, from: number, to: number): boolean {
  const value = samples[from];
  for (let i = from + 1; i < to; i++) if (samples[i] !== value) return false;
  return true;
}

/** The library's own `slice` does not look at what the read returns; this one does. */
function readSlice(h5: H5, dataset: H5Dataset, path: string, from: number, to: number): Float32Array {
  const { Module } = h5;
  const { type, size } = dataset.metadata;
  const bytes = (to - from) * size;
  const pointer = Module._malloc(bytes);
  if (pointer === 0) fail('files.hdf5', path, 'There is no memory left to read it.', 'Close other tabs and try again.');
  try {
    const select = [[BigInt(to - from)], [BigInt(from)], [1n]] as const;
    const [count, offset, stride] = select.map((values) => [...values]);
    const status = guarded(path, () =>
      Module.get_dataset_data(dataset.file_id, dataset.path, count ?? [], offset ?? [], stride ?? [], BigInt(pointer)),
    );
    if (status < 0) failRead(h5, dataset, path);
    const isFloat = type === Module.H5T_class_t.H5T_FLOAT.value;
    return toFloat(viewOf(dataset, Module.HEAPU8.slice(pointer, pointer + bytes), isFloat, path), size, isFloat);
  } finally {
    Module._free(pointer);
  }
}

/** How the values of a data set lie in memory, by kind and bytes; always little-endian, as the library hands them over. */
const VIEWS: ReadonlyMap<string, (buffer: ArrayBuffer) => ArrayLike<number>> = new Map([
  ['float4', (buffer: ArrayBuffer): ArrayLike<number> => new Float32Array(buffer)],
  ['float8', (buffer: ArrayBuffer): ArrayLike<number> => new Float64Array(buffer)],
  ['whole2', (buffer: ArrayBuffer): ArrayLike<number> => new Int16Array(buffer)],
  ['whole4', (buffer: ArrayBuffer): ArrayLike<number> => new Int32Array(buffer)],
]);

function viewOf(dataset: H5Dataset, bytes: Uint8Array<ArrayBuffer>, isFloat: boolean, path: string): ArrayLike<number> {
  const { size, signed } = dataset.metadata;
  const view = isFloat || signed ? VIEWS.get(`${isFloat ? 'float' : 'whole'}${size}`) : undefined;
  if (view) return view(bytes.buffer);
  const kind = isFloat ? 'floating-point' : `${signed ? 'signed' : 'unsigned'} whole`;
  const cause = `Its samples are ${kind} numbers of ${8 * size} bits, which are not read.`;
  return fail('files.hdf5', path, cause, 'Store them as float32 or as 16-bit whole numbers.');
}

function failRead(h5: H5, dataset: H5Dataset, path: string): never {
  const known = new Set<number>([
    h5.Module.H5Z_FILTER_DEFLATE,
    h5.Module.H5Z_FILTER_SHUFFLE,
    h5.Module.H5Z_FILTER_FLETCHER32,
  ]);
  const odd = dataset.filters.filter(({ id }) => !known.has(id)).map(({ id, name }) => `${name || 'unnamed'} (${id})`);
  if (odd.length > 0) {
    const cause = `It is packed by ${odd.join(', ')}, which cannot be unpacked here.`;
    fail('files.hdf5', path, cause, 'Repack the file without it (h5repack -f NONE, or -f GZIP=4).');
  }
  fail('files.hdf5', path, 'A part of it is damaged and cannot be read.', CURE);
}
