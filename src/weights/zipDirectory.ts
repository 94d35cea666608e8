import { fail } from '../core/problem';
import { readBytes } from './readBytes';
import { big, findDirectory, FULL32, type Refuse } from './zipEnd';

/** One file inside a zip archive, as the central directory has it, after its local header was found to agree. */
export interface ZipEntry {
  readonly name: string;
  readonly method: 'stored' | 'deflated';
  /** CRC-32 of the unpacked bytes. */
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** Where the packed bytes start in the archive. */
  readonly dataStart: number;
}

type Central = Omit<ZipEntry, 'dataStart'> & {
  readonly flags: number;
  readonly methodCode: number;
  readonly rawName: Uint8Array;
  readonly headerStart: number;
};

const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const FLAG_DESCRIPTOR = 1 << 3;
/** Deflate's two effort bits, the data descriptor and UTF-8 names; any other flag (encryption, patches) is refused. */
const KNOWN_FLAGS = 0b110 | FLAG_DESCRIPTOR | (1 << 11);
const ENCRYPTED = 1 | (1 << 6) | (1 << 13);
const MAX_DIRECTORY = 64 * 2 ** 20;

/**
 * Reads a zip archive's directory in the strictest sense, so that every reader of the archive must see the same files: the
 * entries lie back to back from the first byte to the directory, the directory reaches to the end records, local headers
 * and data descriptors agree with the directory, no name comes twice (not even in another case), nothing is encrypted.
 * No file data is read. Zip64 is supported.
 * Errors: `weights.zip.*`.
 * Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3 to 4.5.
 */
export async function readZipDirectory(
  blob: Blob,
  name: string,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, ZipEntry>> {
  const refuse: Refuse = (kind, cause) =>
    fail(`weights.zip.${kind}`, name, cause, 'Download or copy the file again, or save it again with torch.save.');
  const { count, directory } = await findDirectory(blob, name, refuse);
  if (directory.size > MAX_DIRECTORY) refuse('limit', `The archive's directory has ${directory.size} bytes.`);
  const bytes = await readBytes(blob, directory.start, directory.start + directory.size, name);
  const centrals = parseDirectory(new DataView(bytes), count, refuse);
  centrals.sort((a, b) => a.headerStart - b.headerStart);

  const entries = new Map<string, ZipEntry>();
  const folded = new Set<string>();
  let at = 0;
  for (const central of centrals) {
    signal?.throwIfAborted();
    const shape = central.name.toLowerCase();
    if (folded.has(shape)) refuse('duplicate', `The archive has ${central.name} twice, or in two spellings of case.`);
    folded.add(shape);
    const dataStart = await checkLocal(blob, name, central, at, directory.start, refuse);
    at = await checkDescriptor(blob, name, central, dataStart + central.packedSize, directory.start, refuse);
    const { method, crc, packedSize, size } = central;
    entries.set(central.name, { name: central.name, method, crc, packedSize, size, dataStart });
  }
  if (at !== directory.start) refuse('layout', 'The archive has bytes that belong to no file.');
  return entries;
}

function parseDirectory(view: DataView<ArrayBuffer>, count: number, refuse: Refuse): Central[] {
  const centrals: Central[] = [];
  let at = 0;
  while (at < view.byteLength) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL)
      refuse('directory', 'The directory is broken.');
    const nameLength = view.getUint16(at + 28, true);
    const extraStart = at + 46 + nameLength;
    const commentStart = extraStart + view.getUint16(at + 30, true);
    const next = commentStart + view.getUint16(at + 32, true);
    if (next > view.byteLength) refuse('directory', 'The directory is broken.');
    const rawName = new Uint8Array(view.buffer, at + 46, nameLength);
    const name = nameOf(rawName, refuse);
    const flags = view.getUint16(at + 8, true);
    if ((flags & ENCRYPTED) !== 0) refuse('encrypted', `${name} in the archive is encrypted.`);
    if ((flags & ~KNOWN_FLAGS) !== 0) refuse('directory', `${name} in the archive has unknown flags.`);
    const methodCode = view.getUint16(at + 10, true);
    if (methodCode !== 0 && methodCode !== 8) refuse('method', `${name} is packed with unknown method ${methodCode}.`);
    const method = methodCode === 0 ? 'stored' : 'deflated';
    const extra = new DataView(view.buffer, extraStart, commentStart - extraStart);
    const [size = 0, packedSize = 0, headerStart = 0] = widened(
      [24, 20, 42].map((field) => view.getUint32(at + field, true)),
      extra,
      () => refuse('directory', `The zip64 field of ${name} is broken.`),
    );
    if (view.getUint16(at + 34, true) !== 0) refuse('layout', 'The archive is split over disks.');
    if (method === 'stored' && size !== packedSize) refuse('directory', `${name} has two sizes.`);
    centrals.push({
      name,
      method,
      methodCode,
      flags,
      rawName,
      size,
      packedSize,
      headerStart,
      crc: view.getUint32(at + 16, true),
    });
    at = next;
  }
  if (centrals.length !== count) refuse('directory', `The directory has ${centrals.length} files and claims ${count}.`);
  return centrals;
}

/** Fields that are full (2^32 - 1) take their values, in order, from the zip64 extra field (id 1). */
function widened(fields: readonly number[], extra: DataView, broken: () => never): number[] {
  let record: DataView | null = null;
  for (let at = 0; at < extra.byteLength;) {
    if (at + 4 > extra.byteLength) broken();
    const size = extra.getUint16(at + 2, true);
    if (at + 4 + size > extra.byteLength) broken();
    if (extra.getUint16(at, true) === 1) {
      if (record !== null) broken();
      record = new DataView(extra.buffer, extra.byteOffset + at + 4, size);
    }
    at += 4 + size;
  }
  let at = 0;
  return fields.map((field) => {
    if (field !== FULL32) return field;
    if (record === null || at + 8 > record.byteLength) return broken();
    at += 8;
    return big(record, at - 8);
  });
}

function nameOf(raw: Uint8Array, refuse: Refuse): string {
  let name = '';
  try {
    name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    refuse('name', 'A file name in the archive is not sound UTF-8.');
  }
  const unsafe = name === '' || name.startsWith('/') || /[\\\0:]/.test(name) || name.split('/').includes('..');
  if (unsafe) refuse('name', `The archive has a file with the unsafe name "${name}".`);
  return name;
}

/** Where the data of an entry starts, once its local header is found at `at` and agrees with the directory. */
async function checkLocal(
  blob: Blob,
  file: string,
  central: Central,
  at: number,
  limit: number,
  refuse: Refuse,
): Promise<number> {
  if (central.headerStart !== at)
    refuse('layout', `The files of the archive overlap or leave a hole at ${central.name}.`);
  const nameStart = at + 30;
  const nameEnd = nameStart + central.rawName.length;
  const differs = (): never =>
    refuse('mismatch', `The two descriptions of ${central.name} in the archive contradict each other.`);
  if (nameEnd > limit) differs();
  const bytes = await readBytes(blob, at, nameEnd, file);
  const view = new DataView(bytes);
  const rawName = new Uint8Array(bytes, 30);
  const later = (central.flags & FLAG_DESCRIPTOR) !== 0;
  const agrees = (local: number, value: number): boolean =>
    local === value || (later && local === 0) || (local === FULL32 && value >= FULL32);
  if (
    view.getUint32(0, true) !== LOCAL ||
    view.getUint16(6, true) !== central.flags ||
    view.getUint16(8, true) !== central.methodCode ||
    !agrees(view.getUint32(14, true), central.crc) ||
    !agrees(view.getUint32(18, true), central.packedSize) ||
    !agrees(view.getUint32(22, true), central.size) ||
    view.getUint16(26, true) !== rawName.length ||
    !rawName.every((byte, i) => byte === central.rawName[i])
  ) {
    differs();
  }
  const dataStart = nameEnd + view.getUint16(28, true);
  if (dataStart + central.packedSize > limit) refuse('layout', `${central.name} reaches over the end of the archive.`);
  return dataStart;
}

/** Where the next entry starts: right after the data, or after a data descriptor that agrees with the directory. */
async function checkDescriptor(
  blob: Blob,
  file: string,
  central: Central,
  at: number,
  limit: number,
  refuse: Refuse,
): Promise<number> {
  if ((central.flags & FLAG_DESCRIPTOR) === 0) return at;
  const view = new DataView(await readBytes(blob, at, Math.min(at + 24, limit), file));
  for (const signature of [4, 0]) {
    for (const wide of [false, true]) {
      const length = signature + (wide ? 20 : 12);
      if (length > view.byteLength || (signature === 4 && view.getUint32(0, true) !== DESCRIPTOR)) continue;
      const packed = wide ? big(view, signature + 4) : view.getUint32(signature + 4, true);
      const size = wide ? big(view, signature + 12) : view.getUint32(signature + 8, true);
      const crc = view.getUint32(signature, true);
      const ends = at + length === limit || (await isLocalHeader(blob, file, at + length, limit));
      if (crc === central.crc && packed === central.packedSize && size === central.size && ends) return at + length;
    }
  }
  return refuse('mismatch', `The two descriptions of ${central.name} in the archive contradict each other.`);
}

async function isLocalHeader(blob: Blob, file: string, at: number, limit: number): Promise<boolean> {
  return at + 4 <= limit && new DataView(await readBytes(blob, at, at + 4, file)).getUint32(0, true) === LOCAL;
}
