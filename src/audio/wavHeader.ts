import { fail } from '../core/problem';
import { asciiOf, hasText, readBytes, viewOf } from './bytes';
import { COMPRESSED_TAGS, SAMPLE_FORMATS, type SampleFormat } from './wavSamples';

/** What a RIFF/WAVE file says, checked against the file's real size. */
export interface WavHeader {
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly format: SampleFormat;
  /** Byte offset of the first sample. */
  readonly dataStart: number;
  /** Samples per channel that are really there. */
  readonly frames: number;
  /** Samples per channel that the header promises; null where it leaves the size open, as streaming writers do. */
  readonly promisedFrames: number | null;
}

interface Chunk {
  readonly id: string;
  readonly start: number;
  readonly size: number;
}

const MAX_CHUNKS = 1024;
const MAX_CHANNELS = 64;
const UNKNOWN_SIZE = 0xffffffff;
const EXTENSIBLE = 0xfffe;
/** The bytes after the tag in an extensible format's GUID, where the tag is a plain WAVE tag. */
const GUID_TAIL = [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71];
const CURE = 'Export it again as 16-bit WAV or as FLAC.';

/**
 * Reads the chunks of a RIFF or RF64 file up to its samples. Only headers are read. The RIFF size is not believed, the
 * data size only as far as the file reaches; chunks may come in any order and lack their padding byte.
 * Fails with the file, cause and cure where the format cannot be read.
 * Source: Microsoft/IBM, "Multimedia Programming Interface and Data Specifications 1.0", 1991; EBU Tech 3306 (RF64).
 */
export async function readWavHeader(blob: Blob, name: string): Promise<WavHeader> {
  const head = await readBytes(blob, 0, 12);
  const riffSize = head.length === 12 ? viewOf(head).getUint32(4, true) : 0;
  const is64 = !hasText(head, 0, 'RIFF');
  let fmt: Chunk | null = null;
  let data: Chunk | null = null;
  let dataSize64: number | null = null;
  let at = 12;
  for (let i = 0; i < MAX_CHUNKS && !(fmt && data); i++) {
    const chunk = await chunkAt(blob, at);
    if (!chunk) break;
    if (chunk.id === 'fmt ') fmt = chunk;
    if (chunk.id === 'ds64' && is64) dataSize64 = await readDs64(blob, chunk);
    if (chunk.id === 'data') data = chunk;
    const size = chunk.id === 'data' && dataSize64 !== null && is64 ? dataSize64 : chunk.size;
    at = await nextChunk(blob, chunk.start + size);
  }
  if (!fmt) fail('audio.wav-format', name, 'is a WAV file without a format chunk ("fmt ").', CURE);
  if (!data) fail('audio.wav-data', name, 'is a WAV file without sound data: it may be cut short.', CURE);
  const format = await readFormat(blob, fmt, name);
  const frameBytes = format.channelCount * format.format.bytes;
  const available = Math.max(0, blob.size - data.start);
  const promised = promisedBytes(data.size, dataSize64, riffSize);
  return {
    ...format,
    dataStart: data.start,
    frames: Math.floor(Math.min(available, promised ?? available) / frameBytes),
    promisedFrames: promised === null ? null : Math.floor(promised / frameBytes),
  };
}

/** Bytes of sound that the header promises, or null where writers of streams leave the size open (0 or 2^32 - 1). */
function promisedBytes(size: number, size64: number | null, riffSize: number): number | null {
  if (size === UNKNOWN_SIZE) return size64;
  if (size === 0 && (riffSize === 0 || riffSize === UNKNOWN_SIZE)) return size64;
  return size;
}

async function chunkAt(blob: Blob, at: number): Promise<Chunk | null> {
  if (at + 8 > blob.size) return null;
  const header = await readBytes(blob, at, at + 8);
  return { id: asciiOf(header.subarray(0, 4)), start: at + 8, size: viewOf(header).getUint32(4, true) };
}

/** Chunks start at even offsets; some writers forget that. */
async function nextChunk(blob: Blob, end: number): Promise<number> {
  if (end % 2 === 0) return end;
  const around = await readBytes(blob, end, end + 5);
  const padded = /^[\w ]{4}$/.test(asciiOf(around.subarray(1, 5)));
  const unpadded = /^[\w ]{4}$/.test(asciiOf(around.subarray(0, 4)));
  return unpadded && !padded ? end : end + 1;
}

/** The data chunk's 64-bit size. */
async function readDs64(blob: Blob, chunk: Chunk): Promise<number | null> {
  const body = await readBytes(blob, chunk.start, chunk.start + 16);
  return body.length < 16 ? null : Number(viewOf(body).getBigUint64(8, true));
}

async function readFormat(
  blob: Blob,
  chunk: Chunk,
  name: string,
): Promise<Pick<WavHeader, 'sampleRate' | 'channelCount' | 'format'>> {
  const body = await readBytes(blob, chunk.start, chunk.start + Math.min(chunk.size, 40));
  if (body.length < 16) fail('audio.wav-format', name, 'has a WAV format chunk that is too short.', CURE);
  const view = viewOf(body);
  const channelCount = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const blockAlign = view.getUint16(12, true);
  const bits = view.getUint16(14, true);
  const tag = formatTag(view, name);
  if (channelCount < 1 || channelCount > MAX_CHANNELS) {
    fail('audio.channels', name, `says that it has ${channelCount} channels; 1 to ${MAX_CHANNELS} can be read.`, CURE);
  }
  if (sampleRate === 0) fail('audio.sample-rate', name, 'says that its sample rate is 0 Hz.', CURE);
  const bytes = Math.ceil(bits / 8);
  const format = SAMPLE_FORMATS.get(tag)?.[bytes];
  if (!format) {
    const title = COMPRESSED_TAGS.get(tag) ?? `${bits}-bit samples of kind ${tag}`;
    fail('audio.wav-encoding', name, `holds ${title}, which cannot be read.`, CURE);
  }
  if (blockAlign !== channelCount * bytes) {
    fail(
      'audio.wav-alignment',
      name,
      `contradicts itself: ${channelCount} channels of ${bits} bits take ${channelCount * bytes} bytes, not ${blockAlign}.`,
      CURE,
    );
  }
  return { sampleRate, channelCount, format };
}

/** The WAVE tag, that of the sub-format where the format is extensible. */
function formatTag(view: DataView, name: string): number {
  const tag = view.getUint16(0, true);
  if (tag !== EXTENSIBLE) return tag;
  const known = view.byteLength >= 40 && GUID_TAIL.every((byte, i) => view.getUint8(26 + i) === byte);
  if (!known) fail('audio.wav-encoding', name, 'holds samples of an unknown extended kind.', CURE);
  return view.getUint16(24, true);
}
