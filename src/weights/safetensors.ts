import { fail } from '../core/problem';
import { DTYPES, elementCount, isDtypeName, type DtypeName } from './dtypes';
import { parseHeaderJson, type HeaderValue } from './headerJson';
import { readBytes } from './readBytes';
import type { TensorFile, Weight } from './types';
import { widenTensor } from './widenTensor';

/** The largest header that is read, in bytes; the format's own limit. */
const MAX_HEADER = 100_000_000;
const GET_AGAIN = 'Download or copy the file again; if it stays so, the file itself is broken.';

interface Span {
  readonly key: string;
  readonly dtype: DtypeName;
  readonly shape: readonly number[];
  /** Bytes [begin, end) of the data part. */
  readonly begin: number;
  readonly end: number;
}

/**
 * Opens a safetensors file: 8 bytes of header length (little-endian), the header (JSON), the data. Only the header is read
 * here; `read` slices one tensor out of the blob. The tensors must tile the data exactly.
 * Errors: `weights.safetensors.*`, each naming the file and, where there is one, the tensor.
 * Source: https://huggingface.co/docs/safetensors (format).
 */
export async function openSafetensors(blob: Blob, name: string, signal?: AbortSignal): Promise<TensorFile> {
  signal?.throwIfAborted();
  const refuse: Refuse = (kind, cause, cure = GET_AGAIN) => fail(`weights.safetensors.${kind}`, name, cause, cure);
  if (blob.size < 10) refuse('truncated', `The file is too short (${blob.size} bytes) to be a safetensors file.`);
  const length = new DataView(await readBytes(blob, 0, 8, name)).getBigUint64(0, true);
  if (length === 0n) refuse('header', 'The header has length 0.');
  if (length > BigInt(MAX_HEADER)) refuse('header', `The header claims ${length} bytes; 100 MB is the limit.`);
  const dataStart = 8 + Number(length);
  if (dataStart > blob.size) {
    refuse(
      'truncated',
      `The header claims ${length} bytes, but the whole file has ${blob.size}: it is cut short or damaged.`,
    );
  }
  signal?.throwIfAborted();
  const header = parseHeaderJson(decodeHeader(await readBytes(blob, 8, dataStart, name), refuse), (cause) =>
    refuse('header', cause),
  );
  const spans = new Map<string, Span>();
  for (const [key, value] of header) if (key !== '__metadata__') spans.set(key, spanOf(key, value, refuse));
  checkTiling([...spans.values()], blob.size - dataStart, refuse);

  return {
    name,
    format: 'safetensors',
    entries: new Map([...spans].map(([key, { dtype, shape }]) => [key, { dtype, shape }])),
    metadata: metadataOf(header.get('__metadata__'), refuse),
    read: async (key) => {
      const span = spans.get(key) ?? refuse('key', `There is no tensor named ${key}.`);
      const bytes = await readBytes(blob, dataStart + span.begin, dataStart + span.end, name);
      return widenTensor(name, key, span.dtype, span.shape, bytes);
    },
  };
}

type Refuse = (kind: string, cause: string, cure?: string) => never;

function decodeHeader(bytes: ArrayBuffer, refuse: Refuse): string {
  if (new Uint8Array(bytes)[0] !== 0x7b) refuse('header', 'The header does not start with "{".');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse('header', 'The header is not sound UTF-8 text.');
  }
}

function spanOf(key: string, value: HeaderValue, refuse: Refuse): Span {
  if (!(value instanceof Map)) return refuse('header', `Tensor ${key} is not described by an object.`);
  const dtype: unknown = value.get('dtype');
  const shape: unknown = value.get('shape');
  const offsets: unknown = value.get('data_offsets');
  if (typeof dtype !== 'string' || !isNaturals(shape) || !isNaturals(offsets) || value.size !== 3) {
    return refuse('header', `Tensor ${key} lacks a sound dtype, shape or data_offsets, or has more than these.`);
  }
  const [begin, end] = offsets;
  if (begin === undefined || end === undefined || offsets.length !== 2 || end < begin) {
    return refuse('size', `Tensor ${key} has no sound range of bytes.`);
  }
  if (!isDtypeName(dtype)) {
    const cure = `Save the weights as one of ${Object.keys(DTYPES).join(', ')}.`;
    return refuse('dtype', `Tensor ${key} has the number format ${dtype}, which is not supported.`, cure);
  }
  const count = elementCount(shape);
  const bytes = count === null ? null : count * DTYPES[dtype].bytes;
  if (bytes !== end - begin) {
    const wanted = bytes === null ? 'more bytes than can be counted' : `${bytes} bytes`;
    return refuse('size', `Tensor ${key}, ${dtype} [${shape.join(', ')}], needs ${wanted} but has ${end - begin}.`);
  }
  return { key, dtype, shape, begin, end };
}

function isNaturals(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

/** The spans, sorted, must cover [0, size) without overlap or hole. Empty tensors may lie between two others. */
function checkTiling(spans: Span[], size: number, refuse: Refuse): void {
  spans.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { key, begin, end } of spans) {
    if (begin < at) refuse('layout', `Tensor ${key} overlaps another.`);
    if (begin > at) refuse('layout', `There are ${begin - at} bytes before tensor ${key} that belong to no tensor.`);
    at = end;
  }
  if (at > size) refuse('truncated', `The file is cut short: its tensors need ${at} bytes, ${size} are there.`);
  if (at < size) refuse('layout', `There are ${size - at} bytes after the last tensor.`);
}

function metadataOf(value: HeaderValue | undefined, refuse: Refuse): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  if (value === undefined) return out;
  if (!(value instanceof Map)) return refuse('header', 'The metadata is not an object.');
  for (const [key, text] of value as ReadonlyMap<string, HeaderValue>) {
    if (typeof text !== 'string') return refuse('header', `The metadata "${key}" is not text.`);
    out.set(key, text);
  }
  return out;
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Writes float32 tensors as a safetensors file. The bytes depend on the content alone: tensors and metadata are sorted by
 * name, the header is padded with spaces to a multiple of 8.
 * Errors: `weights.safetensors.write` for a reserved or unsound name, or data that does not fill its shape.
 * Source: https://huggingface.co/docs/safetensors (format).
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Weight>,
  metadata: ReadonlyMap<string, string>,
): Uint8Array<ArrayBuffer> {
  const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  const refuse = (subject: string, cause: string): never =>
    fail('weights.safetensors.write', subject, cause, 'Give the tensor another name or shape.');
  for (const text of [...tensors.keys(), ...[...metadata].flat()]) {
    if (text === '__proto__' || LONE_SURROGATE.test(text)) refuse(text, 'This cannot be a name or text in the file.');
  }
  if (tensors.has('__metadata__')) refuse('__metadata__', 'This name is reserved.');

  const notes = sorted(metadata).map(([key, text]) => `${JSON.stringify(key)}:${JSON.stringify(text)}`);
  const members = metadata.size === 0 ? [] : [`"__metadata__":{${notes.join(',')}}`];
  let size = 0;
  for (const [key, { shape, data }] of sorted(tensors)) {
    if (elementCount(shape) !== data.length) refuse(key, `${data.length} values do not fill [${shape.join(', ')}].`);
    const end = size + data.byteLength;
    members.push(
      `${JSON.stringify(key)}:{"dtype":"F32","shape":${JSON.stringify(shape)},"data_offsets":[${size},${end}]}`,
    );
    size = end;
  }
  const header = new TextEncoder().encode(`{${members.join(',')}}`);
  const headerLength = Math.ceil(header.length / 8) * 8;
  const file = new Uint8Array(8 + headerLength + size);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, 8, 8 + headerLength);
  file.set(header, 8);
  let at = 8 + headerLength;
  for (const [, { data }] of sorted(tensors)) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}
