import type { Problem } from '../core/problem';

/** What a decoder gets: the file, where its audio begins, and how much of it is wanted. */
export interface DecodeInput {
  readonly blob: Blob;
  /** For messages. */
  readonly name: string;
  /** Bytes to skip before the format's own first byte: the length of a leading ID3 tag, else 0. */
  readonly start: number;
  /** Where the wanted stretch begins: what is decoded starts with sample round(fromSeconds x rate). 0 for the beginning. */
  readonly fromSeconds: number;
  /** Stop once this many seconds from there are decoded. */
  readonly maxSeconds: number;
  readonly signal: AbortSignal | undefined;
}

/** The file alone. */
export type FileInput = Pick<DecodeInput, 'blob' | 'name' | 'start' | 'signal'>;

/** What a decoder gets that gives all of a file, block by block. */
export interface StreamInput extends FileInput {
  /** Told what is wrong with a file that is used all the same, at its end: cut short, damaged. */
  readonly onWarning: (warning: Problem) => void;
}

/** The next stretch of a sound: one Float32Array a channel, samples in [-1, 1]. */
export interface SoundBlock {
  readonly sampleRate: number;
  readonly channels: readonly Float32Array[];
}

/** All of a sound, block by block. */
export type SoundBlocks = AsyncGenerator<SoundBlock, void>;
