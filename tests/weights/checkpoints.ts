import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { crc32, deflateRawSync } from 'node:zlib';
import { ProblemError, type Problem } from '../../src/core/problem';

/** Bytes of a golden file of fixtures/. */
export async function fixtureBytes(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const path = fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
  return new Uint8Array(await readFile(path));
}

/** The problem that a call ends with; anything but a `ProblemError` fails the test. */
export async function problemFrom(run: () => unknown): Promise<Problem> {
  try {
    await run();
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('expected a ProblemError, but it succeeded');
}

/** What `bytes` joins. Strings count as ASCII. */
export type Piece = string | number | readonly number[] | Uint8Array;

/** Joins bytes. */
export function bytes(...parts: readonly Piece[]): Uint8Array<ArrayBuffer> {
  const raw = parts.map((part) => {
    if (typeof part === 'number') return Uint8Array.of(part);
    return typeof part === 'string' ? new TextEncoder().encode(part) : Uint8Array.from(part);
  });
  return Uint8Array.from(Buffer.concat(raw));
}
const le = (value: number, size: number): number[] =>
  Array.from({ length: size }, (_, i) => Math.floor(value / 2 ** (8 * i)) % 256);

/** A safetensors file of this header text and so many bytes of data; `length` lies about the header where given. */
export function safetensorsOf(header: string | Uint8Array, dataBytes = 0, length?: bigint): Blob {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  return new Blob([size, bytes(text), new Uint8Array(dataBytes)]);
}

/** One file of a test archive; every field but name and data may be made to lie. */
export interface ZipFile {
  readonly name: string;
  readonly data: Uint8Array;
  readonly deflate?: boolean;
  readonly flags?: number;
  readonly localName?: string;
  readonly localCrc?: number;
  readonly crc?: number;
  readonly size?: number;
}

/** Writes a zip archive without data descriptors. */
export function zipOf(files: readonly ZipFile[]): Uint8Array<ArrayBuffer> {
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let at = 0;
  for (const file of files) {
    const packed = file.deflate === true ? deflateRawSync(file.data) : file.data;
    const crc = file.crc ?? crc32(file.data);
    const tail = [...le(packed.length, 4), ...le(file.size ?? file.data.length, 4)];
    const head = [...le(file.flags ?? 0x800, 2), ...le(file.deflate === true ? 8 : 0, 2), ...le(0, 4)];
    const localName = file.localName ?? file.name;
    const nameSize = (name: string): number[] => le(new TextEncoder().encode(name).length, 2);
    const local = bytes('PK', 3, 4, le(20, 2), head, le(file.localCrc ?? crc, 4), tail, nameSize(localName), le(0, 2));
    locals.push(bytes(local, localName, packed));
    const rest = [...le(0, 2), ...le(0, 2), ...le(0, 2), ...le(0, 2), ...le(0, 4), ...le(at, 4)];
    centrals.push(
      bytes('PK', 1, 2, le(20, 2), le(20, 2), head, le(crc, 4), tail, nameSize(file.name), rest, file.name),
    );
    at += locals.at(-1)?.length ?? 0;
  }
  const directory = bytes(...centrals);
  const count = le(files.length, 2);
  return bytes(...locals, directory, 'PK', 5, 6, le(0, 4), count, count, le(directory.length, 4), le(at, 4), le(0, 2));
}

/** Pickle of a short string. */
export const unicode = (text: string): Uint8Array => {
  const raw = new TextEncoder().encode(text);
  return bytes('X', le(raw.length, 4), raw);
};
/** Operation that names a Python object. */
export const global = (module: string, name: string): Uint8Array => bytes('c', module, 10, name, 10);
const int = (value: number): Uint8Array => bytes('J', le(value, 4));
const ints = (values: readonly number[]): Uint8Array => bytes('(', ...values.map(int), 't');

/** How a tensor of a test pickle lies in its storage. */
export interface TensorSpec {
  readonly key: string;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly offset?: number;
  readonly count: number;
  readonly storage?: string;
  readonly type?: string;
}

/** Operations that make one tensor, as torch.save writes them. */
export function tensorOps(t: TensorSpec): Uint8Array {
  return bytes(
    ...[global('torch._utils', '_rebuild_tensor_v2'), '(', '(', unicode('storage')],
    ...[global('torch', t.type ?? 'FloatStorage'), unicode(t.storage ?? '0'), unicode('cpu'), int(t.count), 't', 'Q'],
    ...[
      int(t.offset ?? 0),
      ints(t.shape),
      ints(t.stride),
      0x89,
      global('collections', 'OrderedDict'),
      ')',
      'R',
      't',
      'R',
    ],
  );
}

/** A pickle of a dictionary of tensors. */
export function pickleOf(tensors: readonly TensorSpec[]): Uint8Array {
  return bytes(0x80, 2, '}(', ...tensors.flatMap((t) => [unicode(t.key), tensorOps(t)]), 'u.');
}

/** A .pth archive of this pickle and these storages. */
export function pthOf(
  pickle: Uint8Array,
  storages: Readonly<Record<string, Uint8Array>> = {},
  more: readonly ZipFile[] = [],
): Blob {
  const data = Object.entries(storages).map(([key, data]) => ({ name: `archive/data/${key}`, data }));
  return new Blob([zipOf([{ name: 'archive/data.pkl', data: pickle }, ...data, ...more])]);
}
