import { hasText, joinBytes, viewOf } from './bytes';

/** Bytes of a page's header before its table of segments. */
export const PAGE_HEADER_BYTES = 27;
/** The most that a page can take. */
export const MAX_PAGE_BYTES = PAGE_HEADER_BYTES + 255 + 255 * 255;

const CRC_AT = 22;
/** The flag of a stream's first page. */
const FIRST_OF_STREAM = 2;
const CAPTURE = 'OggS';

let table: Uint32Array | null = null;

/** x^8 n mod 0x104c11db7 for every byte n: no reflection, no final inversion. Source: RFC 3533, section 6. */
function crcTable(): Uint32Array {
  if (table) return table;
  table = Uint32Array.from({ length: 256 }, (_, n) => {
    let rest = n << 24;
    for (let bit = 0; bit < 8; bit++) rest = rest & 0x80000000 ? (rest << 1) ^ 0x04c11db7 : rest << 1;
    return rest >>> 0;
  });
  return table;
}

/** The check sum of a page, its own field counted as zeros. */
export function pageCrc(page: Uint8Array): number {
  const step = crcTable();
  let crc = 0;
  for (let i = 0; i < page.length; i++) {
    const byte = i >= CRC_AT && i < CRC_AT + 4 ? 0 : (page[i] as number);
    crc = (crc << 8) ^ (step[(crc >>> 24) ^ byte] as number);
  }
  return crc >>> 0;
}

/** The length of the page at the start of `bytes`: null where that is none, Infinity where its header is not all there. */
function pageLength(bytes: Uint8Array): number | null {
  if (bytes.length < PAGE_HEADER_BYTES) return hasText(bytes, 0, CAPTURE.slice(0, bytes.length)) ? Infinity : null;
  if (!hasText(bytes, 0, CAPTURE) || bytes[4] !== 0) return null;
  const segments = bytes[26] ?? 0;
  if (bytes.length < PAGE_HEADER_BYTES + segments) return Infinity;
  let length = PAGE_HEADER_BYTES + segments;
  for (let i = 0; i < segments; i++) length += bytes[PAGE_HEADER_BYTES + i] ?? 0;
  return length;
}

/** Where the next page may begin in `bytes`, behind the first byte. */
function nextCapture(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(0x4f, 1); at !== -1; at = bytes.indexOf(0x4f, at + 1)) {
    if (hasText(bytes, at, CAPTURE.slice(0, bytes.length - at))) return at;
  }
  return bytes.length;
}

/** The page at the start of `bytes`, its check sum right; null where there is none, 'unfinished' where it is not all there. */
function soundPageAt(bytes: Uint8Array): Uint8Array | 'unfinished' | null {
  const length = pageLength(bytes);
  if (length === null) return null;
  if (length > bytes.length) return 'unfinished';
  const page = bytes.subarray(0, length);
  return viewOf(page).getUint32(CRC_AT, true) === pageCrc(page) ? page : null;
}

/** Where a sound page begins in `bytes`, behind the first byte; -1 where none does. */
function soundPageIn(bytes: Uint8Array): number {
  for (let at = nextCapture(bytes); at < bytes.length; at += nextCapture(bytes.subarray(at))) {
    const page = soundPageAt(bytes.subarray(at));
    if (page !== null && page !== 'unfinished') return at;
  }
  return -1;
}

/**
 * The pieces of an Ogg file as they come, while each page's check sum is looked at, and whether its number follows the one
 * before in its stream: the decoders look at neither, and would make other sound of a damaged page without a word.
 * Source: RFC 3533, section 6.
 */
export async function* checkedPages(
  pieces: AsyncIterable<Uint8Array>,
  onDamage: () => void,
): AsyncGenerator<Uint8Array, void> {
  let held = new Uint8Array(0);
  const numbers = new Map<number, number>();
  const follows = (page: Uint8Array): boolean => {
    const view = viewOf(page);
    const [serial, number] = [view.getUint32(14, true), view.getUint32(18, true)];
    const last = numbers.get(serial);
    numbers.set(serial, number);
    return last === undefined ? ((page[5] ?? 0) & FIRST_OF_STREAM) !== 0 : number === last + 1;
  };
  for await (const piece of pieces) {
    held = joinBytes([held, piece]);
    let at = 0;
    while (at < held.length) {
      const rest = held.subarray(at);
      const page = soundPageAt(rest);
      if (page === 'unfinished') {
        // A length that lies swallows the pages behind it.
        const inside = soundPageIn(rest);
        if (inside === -1) break;
        onDamage();
        at += inside;
      } else if (page) {
        if (!follows(page)) onDamage();
        at += page.length;
      } else {
        onDamage();
        at += nextCapture(rest);
      }
    }
    held = held.slice(at);
    // Only now: whoever has enough asks for no more.
    yield piece;
  }
  if (held.length > 0) onDamage();
}
