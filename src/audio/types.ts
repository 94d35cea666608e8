import type { Problem } from '../core/problem';

/** A stretch of a recording, in seconds from its start; `end` is beyond `start`. */
export interface Segment {
  readonly start: number;
  readonly end: number;
}

/** Decoded audio: one Float32Array per channel, samples in [-1, 1]. */
export interface DecodedAudio {
  readonly sampleRate: number;
  readonly channels: readonly Float32Array[];
  /** Seconds of the whole file where the container says so, else of what was decoded. */
  readonly duration: number;
  /** Whether `duration` is only an estimate from the file's size. */
  readonly estimated?: boolean;
  readonly warnings: readonly Problem[];
}

/** One row of FRONT_ENDS each. */
export type FrontEndName = 'ast' | 'epic';

/** Log-mel features of one clip: row-major [T, M], not yet padded, cut or normalised. */
export interface Features {
  readonly data: Float32Array;
  readonly frames: number;
  readonly bins: number;
}

/** How clips shorter than the wanted frames are filled up: with zeros, or by repeating the last frame. */
export type Padding = 'zero' | 'edge';

/** What the audio worker makes of one source file. */
export interface PreparedClip {
  readonly features: Features;
  /** Mono waveform at the front end's rate, cut to the wanted length, mean not removed. Null unless asked for. */
  readonly wave: Float32Array | null;
  /** Seconds of the whole clip (of its segment where it is one), also where only its beginning is used. */
  readonly seconds: number;
  /** Of the file, before resampling. Hz. */
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly warnings: readonly Problem[];
}
