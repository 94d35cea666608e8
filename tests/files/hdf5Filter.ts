import { expect } from 'vitest';

/**
 * Makes the deflate filter of a data set one of another number, below 256, and mends the checksum of the header that says so.
 * A filter pipeline of one unnamed filter with one value is: version (2), filters (1), number (uint16), flags (uint16), values
 * (uint16), value (uint32). An object header begins with "OHDR", version, flags, four times where flags say so, and the size of
 * its messages; they end with a checksum (lookup3) of all before.
 * Source: HDF5 file format 3.0, IV.A.1.b and IV.A.2.l.
 */
export function renumberFilter(bytes: Uint8Array<ArrayBuffer>, id: number): void {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const at = text.indexOf(Buffer.from([2, 1, 1, 0, 0, 0, 1, 0, 4, 0, 0, 0]));
  const header = text.lastIndexOf('OHDR', at);
  expect(at).toBeGreaterThan(header);
  const flags = bytes[header + 5] ?? 0;
  const sizeAt = header + 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
  const sizeBytes = 1 << (flags & 3);
  const end = sizeAt + sizeBytes + text.readUIntLE(sizeAt, sizeBytes);
  expect(view.getUint32(end, true), 'where the checksum lies').toBe(lookup3(bytes.subarray(header, end)));
  view.setUint16(at + 2, id, true);
  view.setUint32(end, lookup3(bytes.subarray(header, end)), true);
}

const turned = (value: number, bits: number) => (value << bits) | (value >>> (32 - bits));

/** Source: Jenkins, lookup3.c, 2006, hashlittle() with an initial value of 0. */
function lookup3(bytes: Uint8Array): number {
  let a = (0xdeadbeef + bytes.length) | 0;
  let [b, c] = [a, a];
  const word = (at: number) =>
    (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
  let at = 0;
  for (; bytes.length - at > 12; at += 12) {
    a = (a + word(at)) | 0;
    b = (b + word(at + 4)) | 0;
    c = (c + word(at + 8)) | 0;
    a = ((a - c) ^ turned(c, 4)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ turned(a, 6)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ turned(b, 8)) | 0;
    b = (b + a) | 0;
    a = ((a - c) ^ turned(c, 16)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ turned(a, 19)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ turned(b, 4)) | 0;
    b = (b + a) | 0;
  }
  if (at === bytes.length) return c >>> 0;
  a = (a + word(at)) | 0;
  b = (b + word(at + 4)) | 0;
  c = (c + word(at + 8)) | 0;
  c = ((c ^ b) - turned(b, 14)) | 0;
  a = ((a ^ c) - turned(c, 11)) | 0;
  b = ((b ^ a) - turned(a, 25)) | 0;
  c = ((c ^ b) - turned(b, 16)) | 0;
  a = ((a ^ c) - turned(c, 4)) | 0;
  b = ((b ^ a) - turned(a, 14)) | 0;
  c = ((c ^ b) - turned(b, 24)) | 0;
  return c >>> 0;
}
