/** Files up to this are read at once: each read is an errand to the browser's own process, and a header takes several. */
const READ_WHOLE_BYTES = 4 * 2 ** 20;

/** The last small file that was read, and no other, so that no more than one is ever held. */
let last: { readonly blob: Blob; readonly bytes: Promise<Uint8Array<ArrayBuffer>> } | null = null;

/** All bytes of a blob; those of the last small one are still there. Not to be changed. */
export function readWhole(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  if (last?.blob === blob) return last.bytes;
  const bytes = blob
    .slice()
    .arrayBuffer()
    .then((buffer) => new Uint8Array(buffer));
  if (blob.size <= READ_WHOLE_BYTES) last = { blob, bytes };
  return bytes;
}

/** The bytes from `from` up to `to` of a blob; fewer where it ends before. Not to be changed. */
export async function readBytes(blob: Blob, from: number, to: number): Promise<Uint8Array> {
  if (blob.size <= READ_WHOLE_BYTES) return (await readWhole(blob)).subarray(from, Math.max(from, to));
  return new Uint8Array(await blob.slice(from, Math.max(from, to)).arrayBuffer());
}

/** Pieces one after the other, as a new array. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Whether `text` (ASCII) stands at `offset`. */
export function hasText(bytes: Uint8Array, offset: number, text: string): boolean {
  if (offset < 0 || offset + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[offset + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Bytes read as ASCII, anything unprintable as `?`: safe in a message. */
export function asciiOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '?';
  return text;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The length of the ID3v2 tag (pictures, titles) at the start of `head`, with header and footer; 0 where there is none. */
export function id3Length(head: Uint8Array): number {
  if (!hasText(head, 0, 'ID3') || head.length < 10) return 0;
  let size = 0;
  for (let i = 6; i < 10; i++) {
    const byte = head[i] ?? 0;
    if (byte > 0x7f) return 0;
    size = size * 128 + byte;
  }
  const hasFooter = ((head[5] ?? 0) & 0x10) !== 0;
  return 10 + size + (hasFooter ? 10 : 0);
}
