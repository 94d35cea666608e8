import { problemOf } from '../core/problem';
import { readBytes } from './bytes';
import { joinPieces } from './channels';
import type { DecodeInput, SoundBlock } from './decodeInput';

/** What the WebAssembly decoders give for one piece of a file. */
export interface DecodedPiece {
  readonly channelData: Float32Array[];
  readonly samplesDecoded: number;
  readonly sampleRate: number;
  readonly errors: readonly { readonly message: string }[];
}

/** The common face of the WebAssembly decoders, fed piece by piece. */
export interface PieceDecoder {
  readonly ready: Promise<void>;
  decode(data: Uint8Array): DecodedPiece | Promise<DecodedPiece>;
  /** What is left after the last piece. Not all decoders hold anything back. */
  flush?(): Promise<DecodedPiece>;
  free(): void;
}

/** Everything decoded from the pieces. */
export interface DecodedStream {
  /** From sample `first` on, cut to the wanted length. Empty where nothing was decoded. */
  readonly channels: readonly Float32Array[];
  /** The first sample that is kept: round(fromSeconds x rate). */
  readonly first: number;
  /** Samples per channel that came out, before cutting, those before `first` included. */
  readonly samples: number;
  /** Hz; 0 where nothing was decoded. */
  readonly sampleRate: number;
  /** False where decoding stopped early because enough was decoded. */
  readonly atEnd: boolean;
  /** The decoder's own complaints, e.g. about damaged frames. */
  readonly errors: readonly string[];
}

const PIECE_BYTES = 2 ** 17;

/** The bytes of a blob from `start` on, in pieces. */
export async function* piecesOf(blob: Blob, start: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < blob.size; at += PIECE_BYTES) yield await readBytes(blob, at, at + PIECE_BYTES);
}

/**
 * Feeds pieces to a decoder until `maxSeconds` from `fromSeconds` on are decoded or the input ends, and frees the decoder in
 * any case. What lies before is let go at once, so that memory does not grow with it.
 * Nothing but the samples that came out is believed. A decoder that breaks down half-way keeps what came before; the
 * reason is in `errors`. Throws on abort, on a decoder that does not start and on input that cannot be read.
 */
export async function decodePieces(
  decoder: PieceDecoder,
  pieces: AsyncIterable<Uint8Array>,
  { fromSeconds, maxSeconds, signal }: Pick<DecodeInput, 'fromSeconds' | 'maxSeconds' | 'signal'>,
): Promise<DecodedStream> {
  const parts: Float32Array[][] = [];
  const errors: string[] = [];
  let dropped = 0;
  let sampleRate = 0;
  let samples = 0;
  let atEnd = true;
  const take = async (decode: () => DecodedPiece | Promise<DecodedPiece>): Promise<boolean> => {
    try {
      const piece = await decode();
      errors.push(...piece.errors.map((error) => error.message));
      if (piece.samplesDecoded === 0) return true;
      sampleRate = piece.sampleRate;
      samples += piece.samplesDecoded;
      if (samples <= Math.round(fromSeconds * sampleRate)) dropped = samples;
      else parts.push(piece.channelData.map((channel) => channel.subarray(0, piece.samplesDecoded)));
      return true;
    } catch (error) {
      errors.push(problemOf(error, '').cause);
      return false;
    }
  };
  await decoder.ready;
  try {
    let working = true;
    for await (const piece of pieces) {
      signal?.throwIfAborted();
      working = await take(() => decoder.decode(piece));
      atEnd = !(sampleRate > 0 && samples >= (fromSeconds + maxSeconds) * sampleRate);
      if (!working || !atEnd) break;
    }
    const flush = decoder.flush?.bind(decoder);
    if (working && atEnd && flush) await take(flush);
  } finally {
    decoder.free();
  }
  const first = Math.round(fromSeconds * sampleRate);
  const wanted = Math.min(samples - first, Math.ceil(maxSeconds * sampleRate));
  const joined = joinPieces(parts, Math.max(0, first - dropped + wanted));
  const channels = joined.map((channel) => channel.subarray(first - dropped));
  return { channels, first, samples, sampleRate, atEnd, errors };
}

/** What came of all pieces. */
export interface Streamed {
  /** Samples per channel. */
  readonly samples: number;
  /** Hz; 0 where nothing was decoded. */
  readonly sampleRate: number;
  /** Whether the decoder complained. */
  readonly hasErrors: boolean;
}

/**
 * Feeds all pieces to a decoder and gives what comes out as it comes, and frees the decoder in any case. No more than a
 * piece is in memory. A decoder that breaks down half-way ends the sound there, after what came before was given; before
 * anything was given it throws.
 */
export async function* streamPieces(
  decoder: PieceDecoder,
  pieces: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<SoundBlock, Streamed> {
  let [samples, sampleRate, hasErrors] = [0, 0, false];
  const blockOf = (piece: DecodedPiece) => {
    samples += piece.samplesDecoded;
    ({ sampleRate } = piece);
    return { sampleRate, channels: piece.channelData.map((channel) => channel.subarray(0, piece.samplesDecoded)) };
  };
  const decoded = async (decode: () => DecodedPiece | Promise<DecodedPiece>): Promise<DecodedPiece | null> => {
    try {
      const piece = await decode();
      hasErrors ||= piece.errors.length > 0;
      return piece;
    } catch (error) {
      if (samples === 0) throw error;
      hasErrors = true;
      return null;
    }
  };
  await decoder.ready;
  try {
    for await (const bytes of pieces) {
      signal?.throwIfAborted();
      const piece = await decoded(() => decoder.decode(bytes));
      if (!piece) return { samples, sampleRate, hasErrors };
      if (piece.samplesDecoded > 0) yield blockOf(piece);
    }
    const flush = decoder.flush?.bind(decoder);
    const rest = flush ? await decoded(flush) : null;
    if (rest && rest.samplesDecoded > 0) yield blockOf(rest);
    return { samples, sampleRate, hasErrors };
  } finally {
    decoder.free();
  }
}
