import type { Problem } from '../core/problem';

/** Decoded audio: one Float32Array per channel, samples in [-1, 1]. */
export interface DecodedAudio {
  readonly sampleRate: number;
  readonly channels: readonly Float32Array[];
  /** Seconds of the whole file where the container says so, else of what was decoded. */
  readonly duration: number;
  readonly warnings: readonly Problem[];
}

export type FrontEndName = 'ast';

/** Log-mel features of one clip: row-major [T, M], not yet padded, cut or normalised. */
export interface Features {
  readonly data: Float32Array;
  readonly frames: number;
  readonly bins: number;
}

/** What the audio worker makes of one source file. */
export interface PreparedClip {
  readonly features: Features;
  /** Mono waveform at the front end's rate, cut to the wanted length, mean not removed. Null unless asked for. */
  readonly wave: Float32Array | null;
  readonly seconds: number;
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly warnings: readonly Problem[];
}
