import { fail } from '../core/problem';

/**
 * Bytes [start, end) of a blob, in a buffer of their own (so any typed array may lie on it).
 * Errors: `weights.unreadable` where the file was changed, moved or removed since it was chosen.
 */
export async function readBytes(blob: Blob, start: number, end: number, name: string): Promise<ArrayBuffer> {
  let buffer: ArrayBuffer | null;
  try {
    buffer = await blob.slice(start, end).arrayBuffer();
  } catch {
    buffer = null;
  }
  if (buffer === null || buffer.byteLength !== end - start) {
    fail(
      'weights.unreadable',
      name,
      'The file can no longer be read: it was changed, moved or removed after it was chosen.',
      'Choose it again.',
    );
  }
  return buffer;
}
