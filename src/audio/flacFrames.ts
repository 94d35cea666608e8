import { joinBytes } from './bytes';

/** More bytes than this without the next frame's header are no sound. */
const MOST_HELD_BYTES = 2 ** 22;
/** The most that a frame's header takes: sync and codes, number, block size, rate, check sum. */
const MOST_HEADER_BYTES = 16;

/** Check sums by a polynomial of `bits` bits, the highest first, starting with 0. Source: RFC 9639, sections 9.1.8 and 9.3. */
function crcTable(bits: 8 | 16, polynomial: number): Uint16Array {
  const top = 1 << (bits - 1);
  return Uint16Array.from({ length: 256 }, (_, n) => {
    let rest = n << (bits - 8);
    for (let bit = 0; bit < 8; bit++) rest = rest & top ? (rest << 1) ^ polynomial : rest << 1;
    return rest;
  });
}
const CRC8 = crcTable(8, 0x07);
const CRC16 = crcTable(16, 0x8005);

const crc8 = (bytes: Uint8Array) => bytes.reduce((crc, byte) => CRC8[(crc ^ byte) & 0xff] ?? 0, 0) & 0xff;
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (let i = 0; i < bytes.length; i++) {
    crc = ((crc << 8) & 0xffff) ^ (CRC16[(crc >> 8) ^ (bytes[i] as number)] as number);
  }
  return crc;
}

interface FrameHeader {
  /** Of the frame, or of its first sample where block sizes vary. */
  readonly number: number;
  /** What the next frame's number must be. */
  readonly next: number;
}

/** The header at `at`, its check sum right; null where there is none. Source: RFC 9639, section 9.1. */
function headerAt(bytes: Uint8Array, at: number): FrameHeader | null {
  const byte = (i: number) => bytes[at + i] ?? 0;
  if (byte(0) !== 0xff || (byte(1) & 0xfe) !== 0xf8) return null;
  const [sizeCode, rateCode] = [byte(2) >> 4, byte(2) & 15];
  const lead = byte(4);
  const ones = Math.clz32(~(lead << 24));
  if (sizeCode === 0 || rateCode === 15 || ones === 1 || ones > 7) return null;
  const more = Math.max(0, ones - 1);
  let number = ones === 0 ? lead : lead & (0x7f >> ones);
  for (let i = 1; i <= more; i++) {
    if ((byte(4 + i) & 0xc0) !== 0x80) return null;
    number = number * 64 + (byte(4 + i) & 0x3f);
  }
  let end = 5 + more;
  const sizeAt = end;
  if (sizeCode === 6) end += 1;
  if (sizeCode === 7) end += 2;
  if (rateCode === 12) end += 1;
  if (rateCode === 13 || rateCode === 14) end += 2;
  if (at + end >= bytes.length || crc8(bytes.subarray(at, at + end)) !== byte(end)) return null;
  if ((byte(1) & 1) === 0) return { number, next: number + 1 };
  const own = sizeCode === 6 ? byte(sizeAt) + 1 : byte(sizeAt) * 256 + byte(sizeAt + 1) + 1;
  const size = sizeCode === 1 ? 192 : sizeCode < 6 ? 576 << (sizeCode - 2) : sizeCode < 8 ? own : 256 << (sizeCode - 8);
  return { number, next: number + size };
}

/**
 * The pieces of a FLAC file's frames as they come, while each frame's check sum is looked at, and whether the next begins
 * where it ends, with the next number: the decoder passes over what is damaged without a word.
 * @param isCounted whether the header counts the samples: then the last frame is left to that, as tags may follow it
 */
export async function* checkedFrames(
  pieces: AsyncIterable<Uint8Array>,
  onDamage: () => void,
  isCounted: boolean,
): AsyncGenerator<Uint8Array, void> {
  let held = new Uint8Array(0);
  let expected = 0;
  /** The frame at the start of `held`; null before the first was found. */
  let frame: FrameHeader | null = null;
  let isBroken = false;
  const damage = () => {
    isBroken = true;
    held = new Uint8Array(0);
    onDamage();
  };
  for await (const piece of pieces) {
    if (!isBroken) look(piece);
    // Only now: whoever has enough asks for no more.
    yield piece;
  }
  if (!isBroken && !isCounted && crc16(held) !== 0) damage();

  function look(piece: Uint8Array): void {
    const scanned = held.length;
    held = joinBytes([held, piece]);
    frame ??= headerAt(held, 0);
    if (frame?.number !== expected) return damage();
    let at = 0;
    let from = Math.max(1, scanned - MOST_HEADER_BYTES);
    for (;;) {
      const next = held.indexOf(0xff, from);
      if (next === -1 || next + MOST_HEADER_BYTES > held.length) break;
      const header = headerAt(held, next);
      if (header?.number === frame.next && crc16(held.subarray(at, next)) === 0) {
        [at, frame, expected] = [next, header, header.number];
      }
      from = next + 1;
    }
    held = held.slice(at);
    if (held.length > MOST_HELD_BYTES || hasLost(held, frame)) damage();
  }

  /** Whether a later frame is there, whole and followed by another, but not the one that should follow. */
  function hasLost(bytes: Uint8Array, { next }: FrameHeader): boolean {
    const later = headersIn(bytes).filter(({ header }) => header.number >= next);
    return later.some(({ at, header }, i) =>
      later
        .slice(i + 1)
        .some((other) => other.header.number === header.next && crc16(bytes.subarray(at, other.at)) === 0),
    );
  }
}

/** What looks like the header of a frame in `bytes`, behind the first byte. */
function headersIn(bytes: Uint8Array): { readonly at: number; readonly header: FrameHeader }[] {
  const found: { at: number; header: FrameHeader }[] = [];
  for (let at = bytes.indexOf(0xff, 1); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const header = at + MOST_HEADER_BYTES <= bytes.length ? headerAt(bytes, at) : null;
    if (header) found.push({ at, header });
  }
  return found;
}
