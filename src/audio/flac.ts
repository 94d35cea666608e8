import { failUndecodable, mismatch, truncated } from './audioProblems';
import { readBytes } from './bytes';
import type { DecodeInput, FileInput, SoundBlocks, StreamInput } from './decodeInput';
import { checkedFrames } from './flacFrames';
import { decodePieces, piecesOf, streamPieces } from './streamDecoder';
import type { DecodedAudio } from './types';

interface StreamInfo {
  readonly sampleRate: number;
  readonly channelCount: number;
  /** 0 where the writer did not know. */
  readonly samples: number;
  /** Byte offset of the first frame, behind tags and pictures. */
  readonly framesStart: number;
}

const STREAM_INFO_BYTES = 34;
const MAX_METADATA_BLOCKS = 1024;

/**
 * Decodes `maxSeconds` from `fromSeconds` on of a native FLAC file. Its STREAMINFO is checked against what comes out: a shorter clip
 * or another rate or channel count is kept and flagged. Fails where no frame can be decoded.
 * Source: RFC 9639.
 */
export async function decodeFlac(input: DecodeInput): Promise<DecodedAudio> {
  const { blob, name } = input;
  const info = await readStreamInfo(input);
  const { FLACDecoder } = await import('@wasm-audio-decoders/flac');
  let isDamaged = false;
  const frames = checkedFrames(piecesOf(blob, info.framesStart), () => (isDamaged = true), info.samples > 0);
  const stream = await decodePieces(new FLACDecoder(), frames, input);
  const { channels, samples, sampleRate, atEnd } = stream;
  if (samples === 0) failUndecodable(name, 'FLAC', stream.errors[0] ?? 'it has no sound frames.');
  const warnings = [];
  if (isDamaged || (atEnd && samples < info.samples) || stream.errors.length > 0) {
    const promised = atEnd ? promisedBy(info) : null;
    warnings.push(truncated(name, samples / sampleRate, promised));
  }
  if (
    sampleRate !== info.sampleRate ||
    channels.length !== info.channelCount ||
    (atEnd && samples > info.samples && info.samples > 0)
  ) {
    const header = `${info.sampleRate} Hz, ${info.channelCount} channels, ${info.samples} samples`;
    const found = `${sampleRate} Hz, ${channels.length} channels, ${samples} samples`;
    warnings.push(mismatch(name, `says ${header} in its header but holds ${found}; the latter is used.`));
  }
  const duration = atEnd ? samples / sampleRate : Math.max(info.samples, samples) / sampleRate;
  return { sampleRate, channels, duration, warnings };
}

/** Seconds that the header promises, or null. */
const promisedBy = ({ samples, sampleRate }: StreamInfo) => (samples > 0 ? samples / sampleRate : null);

/** All of a native FLAC file, block by block. */
export async function* streamFlac(input: StreamInput): SoundBlocks {
  const { blob, name, signal, onWarning } = input;
  const info = await readStreamInfo(input);
  const { FLACDecoder } = await import('@wasm-audio-decoders/flac');
  let isDamaged = false;
  const frames = checkedFrames(piecesOf(blob, info.framesStart), () => (isDamaged = true), info.samples > 0);
  const { samples, sampleRate, hasErrors } = yield* streamPieces(new FLACDecoder(), frames, signal);
  if (!isDamaged && !hasErrors && samples >= info.samples) return;
  onWarning(truncated(name, samples / (sampleRate || info.sampleRate), promisedBy(info)));
}

/** Reads STREAMINFO and walks the other metadata blocks without reading them. */
async function readStreamInfo({ blob, name, start }: FileInput): Promise<StreamInfo> {
  let at = start + 4;
  let info: Omit<StreamInfo, 'framesStart'> | null = null;
  for (let i = 0; i < MAX_METADATA_BLOCKS; i++) {
    const head = await readBytes(blob, at, at + 4);
    const [kind = 0, high = 0, middle = 0, low = 0] = head;
    const length = (high << 16) | (middle << 8) | low;
    if (head.length < 4) break;
    if (i === 0) info = parseStreamInfo(await readBytes(blob, at + 4, at + 4 + length), kind & 0x7f);
    at += 4 + length;
    if (!info) break;
    if (kind & 0x80) return { ...info, framesStart: at };
  }
  return failUndecodable(name, 'FLAC', 'its header is damaged or cut short.');
}

function parseStreamInfo(block: Uint8Array, kind: number): Omit<StreamInfo, 'framesStart'> | null {
  if (kind !== 0 || block.length < STREAM_INFO_BYTES) return null;
  const byte = (i: number) => block[i] ?? 0;
  const sampleRate = (byte(10) << 12) | (byte(11) << 4) | (byte(12) >> 4);
  const channelCount = ((byte(12) >> 1) & 7) + 1;
  const samples = (byte(13) & 15) * 2 ** 32 + byte(14) * 2 ** 24 + ((byte(15) << 16) | (byte(16) << 8) | byte(17));
  return sampleRate === 0 ? null : { sampleRate, channelCount, samples };
}
