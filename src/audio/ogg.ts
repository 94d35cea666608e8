import { failUndecodable, mismatch, truncated } from './audioProblems';
import { hasText, readBytes, viewOf } from './bytes';
import { checkedPages, MAX_PAGE_BYTES, PAGE_HEADER_BYTES } from './oggPages';
import type { DecodeInput, FileInput, SoundBlocks, StreamInput } from './decodeInput';
import { decodePieces, piecesOf, streamPieces, type PieceDecoder } from './streamDecoder';
import type { DecodedAudio } from './types';

/** One codec that an Ogg file may hold; its offsets are into the first packet. */
export interface OggCodec {
  readonly title: string;
  readonly magic: string;
  /** Hz of the granule positions and of the decoded samples. */
  readonly sampleRate: (packet: DataView) => number;
  readonly channelCount: (packet: DataView) => number;
  /** Samples at the start that count in the granule positions but are not part of the sound. */
  readonly preSkip: (packet: DataView) => number;
  readonly headerBytes: number;
  readonly open: () => Promise<PieceDecoder>;
}

/** Source: Vorbis I specification 4.2.2; RFC 7845 5.1; xiph.org, "Ogg encapsulation for the FLAC format". */
export const OGG_VORBIS: OggCodec = {
  title: 'Ogg Vorbis',
  magic: '\x01vorbis',
  sampleRate: (packet) => packet.getUint32(12, true),
  channelCount: (packet) => packet.getUint8(11),
  preSkip: () => 0,
  headerBytes: 30,
  open: async () => new (await import('@wasm-audio-decoders/ogg-vorbis')).OggVorbisDecoder(),
};

export const OGG_OPUS: OggCodec = {
  title: 'Ogg Opus',
  magic: 'OpusHead',
  sampleRate: () => 48_000,
  channelCount: (packet) => packet.getUint8(9),
  preSkip: (packet) => packet.getUint16(10, true),
  headerBytes: 19,
  open: async () => new (await import('ogg-opus-decoder')).OggOpusDecoder(),
};

export const OGG_FLAC: OggCodec = {
  title: 'FLAC in Ogg',
  magic: '\x7fFLAC',
  sampleRate: (packet) => packet.getUint32(27) >>> 12,
  channelCount: (packet) => ((packet.getUint8(29) >> 1) & 7) + 1,
  preSkip: () => 0,
  headerBytes: 51,
  open: async () => new (await import('@wasm-audio-decoders/flac')).FLACDecoder(),
};

const END_OF_STREAM = 4;

/** Where the first packet begins in an Ogg file's first page. */
export function firstPacketOffset(head: Uint8Array): number {
  return PAGE_HEADER_BYTES + (head[26] ?? 0);
}

export function isOgg(head: Uint8Array, codec: OggCodec): boolean {
  return hasText(head, 0, 'OggS') && hasText(head, firstPacketOffset(head), codec.magic);
}

/**
 * Decodes `maxSeconds` from `fromSeconds` on of an Ogg file. The last page's position tells the whole duration, and whether
 * the file is cut short, the pages' check sums whether it is damaged: then what can be decoded is kept and flagged. Fails
 * where nothing can be decoded.
 * Source: RFC 3533.
 */
export async function decodeOgg(codec: OggCodec, input: DecodeInput): Promise<DecodedAudio> {
  const { blob, name, start } = input;
  const { rate, channelCount, preSkip, last } = await readStart(codec, input);
  let isDamaged = false;
  const pages = checkedPages(piecesOf(blob, start), () => (isDamaged = true));
  const stream = await decodePieces(await codec.open(), pages, input);
  const { sampleRate, atEnd } = stream;
  isDamaged ||= stream.errors.length > 0;
  if (stream.samples === 0) failUndecodable(name, codec.title, stream.errors[0] ?? 'no sound came out.');
  const promised = last === null ? 0 : Math.max(0, last.granule - preSkip);
  // The last page cuts the last block: decoders may leave that to their callers.
  const samples = last?.complete && promised > 0 ? Math.min(stream.samples, promised) : stream.samples;
  const channels = stream.channels.map((channel) => channel.slice(0, Math.max(0, samples - stream.first)));
  const isShort = atEnd && !(last !== null && last.complete && samples >= promised);
  const said = atEnd && promised > samples ? promised / rate : null;
  const warnings = isDamaged || isShort ? [truncated(name, samples / sampleRate, said)] : [];
  if (sampleRate !== rate || channels.length !== channelCount) {
    const found = `${sampleRate} Hz, ${channels.length} channels`;
    warnings.push(mismatch(name, `says ${rate} Hz, ${channelCount} channels in its header but holds ${found}.`));
  }
  return { sampleRate, channels, duration: (atEnd ? samples : Math.max(promised, samples)) / sampleRate, warnings };
}

/** All of an Ogg file, block by block. What the last block holds beyond the end of the sound, 20 ms or so, is left in. */
export async function* streamOgg(codec: OggCodec, input: StreamInput): SoundBlocks {
  const { blob, name, start, signal, onWarning } = input;
  const { last, preSkip } = await readStart(codec, input);
  let isDamaged = false;
  const pages = checkedPages(piecesOf(blob, start), () => (isDamaged = true));
  const { samples, sampleRate, hasErrors } = yield* streamPieces(await codec.open(), pages, signal);
  const promised = last === null ? 0 : last.granule - preSkip;
  if (!isDamaged && !hasErrors && last?.complete && samples >= promised) return;
  onWarning(truncated(name, sampleRate > 0 ? samples / sampleRate : 0, null));
}

/** What the first packet says, and the last page. Fails where that is no sound. */
async function readStart(codec: OggCodec, { blob, name, start }: FileInput) {
  const head = await readBytes(blob, start, start + MAX_PAGE_BYTES);
  const packet = head.subarray(firstPacketOffset(head));
  if (packet.length < codec.headerBytes) failUndecodable(name, codec.title, 'its header is cut short.');
  const view = viewOf(packet);
  const rate = codec.sampleRate(view);
  const channelCount = codec.channelCount(view);
  if (rate === 0 || channelCount === 0) {
    failUndecodable(name, codec.title, `its header says ${rate} Hz and ${channelCount} channels.`);
  }
  return {
    rate,
    channelCount,
    preSkip: codec.preSkip(view),
    last: await lastPage(blob, viewOf(head).getUint32(14, true)),
  };
}

interface LastPage {
  /** Samples up to the end of the stream. */
  readonly granule: number;
  /** The page is there to its last byte and says that it is the last. */
  readonly complete: boolean;
}

/** The last page of the stream `serial`, searched for backwards from the file's end; null where there is none. */
async function lastPage(blob: Blob, serial: number): Promise<LastPage | null> {
  const tail = await readBytes(blob, Math.max(0, blob.size - MAX_PAGE_BYTES), blob.size);
  const view = viewOf(tail);
  for (let at = tail.length - PAGE_HEADER_BYTES; at >= 0; at--) {
    if (!hasText(tail, at, 'OggS') || view.getUint32(at + 14, true) !== serial) continue;
    const granule = view.getBigInt64(at + 6, true);
    if (granule < 0n) continue;
    const segments = tail.subarray(at + PAGE_HEADER_BYTES, at + PAGE_HEADER_BYTES + (tail[at + 26] ?? 0));
    const end = at + PAGE_HEADER_BYTES + segments.length + segments.reduce((sum, size) => sum + size, 0);
    const complete = end <= tail.length && ((tail[at + 5] ?? 0) & END_OF_STREAM) !== 0;
    return { granule: Number(granule), complete };
  }
  return null;
}
