import { failUndecodable, truncated } from './audioProblems';
import { readBytes } from './bytes';
import type { DecodeInput, SoundBlocks, StreamInput } from './decodeInput';
import { mpegFrames, mpegPromise, type MpegFrame, type MpegPromise } from './mpegFrames';
import { decodePieces, piecesOf, streamPieces } from './streamDecoder';
import type { DecodedAudio } from './types';

/** The most that MPEG audio can take: 448 kbit/s. */
const MAX_BYTES_PER_SECOND = 56_000;
/** Room for what precedes the first frame. */
const SEARCH_BYTES = 2 ** 16;
/** Frames beyond the wanted length: the header frame, the decoder's delay and its overlap. */
const EXTRA_FRAMES = 4;
/** Frames at the end of a piece that wait for the next: fewer than these in a row are not taken for a stream. */
const KEPT_FRAMES = 3;
/** More bytes than this without a frame are no sound. */
const MOST_HELD_BYTES = 2 ** 20;

/**
 * Decodes `maxSeconds` from `fromSeconds` on of MPEG audio (layers I to III). The frames are found by their headers, checked one
 * against the next, and only they are given to the decoder: no sound comes of tags, pictures or noise. Encoder delay and
 * padding are cut off where a LAME header tells them. A file cut short is kept and flagged.
 * Source: ISO/IEC 11172-3, 13818-3.
 */
export async function decodeMp3(input: DecodeInput): Promise<DecodedAudio> {
  const { blob, name, start } = input;
  const until = input.fromSeconds + input.maxSeconds;
  const bytes = await readBytes(blob, start, start + SEARCH_BYTES + (until + 1) * MAX_BYTES_PER_SECOND);
  const all = mpegFrames(bytes, 0, Infinity);
  const first = all.frames[0];
  if (!first) failUndecodable(name, 'MP3', 'it has no MPEG frames.');
  const limit = Math.ceil((until * first.sampleRate) / first.samples) + EXTRA_FRAMES;
  const frames = all.frames.slice(0, limit);
  const { MPEGDecoder } = await import('mpg123-decoder');
  const stream = await decodePieces(new MPEGDecoder(), once(joinFrames(bytes, frames)), input);
  const { sampleRate, samples } = stream;
  if (samples === 0) failUndecodable(name, 'MP3', stream.errors[0] ?? 'no sound came out.');
  const isWhole = start + bytes.length >= blob.size && frames.length === all.frames.length;
  const promised = mpegPromise(bytes, first);
  const isCut = promised !== null && frames.length - 1 < promised.frames;
  const isShort = stream.errors.length > 0 || all.hasGaps || (isWhole && (all.isCut || isCut));
  const promisedSeconds = isWhole && isCut ? promised.samples / sampleRate : null;
  return {
    sampleRate,
    channels: first.mono ? stream.channels.slice(0, 1) : stream.channels,
    duration: isWhole
      ? samples / sampleRate
      : Math.max(samples / sampleRate, wholeDuration(blob.size - start, all.frames, promised)),
    estimated: !isWhole && promised === null,
    warnings: isShort ? [truncated(name, samples / sampleRate, promisedSeconds)] : [],
  };
}

/** All of an MPEG file, block by block. A mono file comes as its one channel. */
export async function* streamMp3({ blob, name, start, signal, onWarning }: StreamInput): SoundBlocks {
  const { MPEGDecoder } = await import('mpg123-decoder');
  let mono = false;
  let isDamaged = false;
  const frames = framePieces(piecesOf(blob, start), {
    onFirst: (first) => (mono = first.mono),
    onGap: () => (isDamaged = true),
  });
  const blocks = streamPieces(new MPEGDecoder(), frames, signal);
  try {
    for (;;) {
      const { done, value } = await blocks.next();
      if (done) {
        if (isDamaged || value.hasErrors) onWarning(truncated(name, value.samples / value.sampleRate, null));
        return;
      }
      const { sampleRate, channels } = value;
      yield { sampleRate, channels: mono ? channels.slice(0, 1) : channels };
    }
  } finally {
    await blocks.return({ samples: 0, sampleRate: 0, hasErrors: false });
  }
}

/** The frames in pieces of a file, without anything between them. The last few of a piece wait for the next. */
async function* framePieces(
  pieces: AsyncIterable<Uint8Array>,
  { onFirst, onGap }: { readonly onFirst: (frame: MpegFrame) => void; readonly onGap: () => void },
): AsyncGenerator<Uint8Array> {
  let held = new Uint8Array(0);
  let isFirst = true;
  const take = (kept: number): Uint8Array => {
    const { frames, hasGaps } = mpegFrames(held, 0, Infinity);
    if (hasGaps || (!isFirst && (frames[0]?.offset ?? 0) > 0)) onGap();
    const given = kept > 0 ? frames.slice(0, -kept) : frames;
    const [first] = given;
    if (first && isFirst) onFirst(first);
    isFirst &&= first === undefined;
    const out = joinFrames(held, given);
    const end = given.at(-1);
    if (end) held = held.slice(end.offset + end.length);
    return out;
  };
  for await (const piece of pieces) {
    const longer = new Uint8Array(held.length + piece.length);
    longer.set(held);
    longer.set(piece, held.length);
    // A place without any frames is let go, but for what may be the beginning of one.
    held = longer.length > MOST_HELD_BYTES ? longer.slice(-SEARCH_BYTES) : longer;
    const out = take(KEPT_FRAMES);
    if (out.length > 0) yield out;
  }
  const rest = take(0);
  if (rest.length > 0) yield rest;
}

/** Seconds of a file of which only the first frames were read: as promised, else by its size and their mean length. */
function wholeDuration(size: number, frames: readonly MpegFrame[], promised: MpegPromise | null): number {
  const first = frames[0];
  const last = frames.at(-1);
  if (!first || !last) return 0;
  const meanLength = (last.offset + last.length - first.offset) / frames.length;
  const estimate = Math.floor((size - first.offset) / meanLength) * first.samples;
  return (promised?.samples ?? estimate) / first.sampleRate;
}

/** The bytes of the frames without anything between them. */
function joinFrames(bytes: Uint8Array, frames: readonly MpegFrame[]): Uint8Array {
  const out = new Uint8Array(frames.reduce((sum, frame) => sum + frame.length, 0));
  let at = 0;
  for (const { offset, length } of frames) {
    out.set(bytes.subarray(offset, offset + length), at);
    at += length;
  }
  return out;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
