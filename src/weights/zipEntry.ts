import { crc32 } from 'hash-wasm';
import { fail } from '../core/problem';
import { readBytes } from './readBytes';
import type { ZipEntry } from './zipDirectory';

/**
 * The whole content of one small entry, unpacked, CRC checked. The declared size is held against `cap` before anything is
 * unpacked, and unpacking stops as soon as it passes the declared size.
 * Errors: `weights.zip.limit`, `weights.zip.crc`.
 */
export async function readZipEntry(blob: Blob, file: string, entry: ZipEntry, cap: number): Promise<Uint8Array> {
  if (entry.size > cap || entry.packedSize > cap) {
    fail(
      'weights.zip.limit',
      file,
      `${entry.name} claims ${entry.size} bytes, far more than such a file needs (limit ${cap}).`,
      'Do not use this file; get it from its authors, best as safetensors.',
    );
  }
  const packed = await readBytes(blob, entry.dataStart, entry.dataStart + entry.packedSize, file);
  const bytes = entry.method === 'stored' ? new Uint8Array(packed) : await inflate(packed, entry, file);
  await checkCrc(bytes, entry, file);
  return bytes;
}

/** Compares the CRC-32 of an entry's unpacked bytes with the directory's. Errors: `weights.zip.crc`. */
export async function checkCrc(bytes: Uint8Array, entry: ZipEntry, file: string): Promise<void> {
  if (parseInt(await crc32(bytes), 16) !== entry.crc) refuseCrc(entry, file);
}

/** The failure of a check sum, in one wording. */
export function refuseCrc(entry: ZipEntry, file: string): never {
  fail(
    'weights.zip.crc',
    file,
    `${entry.name} in the file is damaged: its check sum is wrong.`,
    'Download or copy the file again.',
  );
}

async function inflate(packed: ArrayBuffer, entry: ZipEntry, file: string): Promise<Uint8Array> {
  const out = new Uint8Array(entry.size);
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  let at = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (at + value.length > out.length) {
        await reader.cancel();
        refuseCrc(entry, file);
      }
      out.set(value, at);
      at += value.length;
    }
  } catch {
    refuseCrc(entry, file);
  }
  if (at !== out.length) refuseCrc(entry, file);
  return out;
}
