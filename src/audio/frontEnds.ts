import { EPIC_BINS, EPIC_SHIFT, epicLogMel } from './epicLogMel';
import { KALDI_BINS, KALDI_SHIFT, KALDI_WINDOW, kaldiFbank } from './fbank';
import type { Features, FrontEndName, Padding } from './types';

/** One way of turning a waveform into features. */
export interface FrontEnd {
  readonly title: string;
  /** Hz that `features` wants its waveform in. */
  readonly sampleRate: number;
  /** M. */
  readonly bins: number;
  readonly framesPerSecond: number;
  /** The band that the mel bins span: Hz, lowest and highest. Source: recipes of AST and EPIC-SOUNDS. */
  readonly band: readonly [number, number];
  /** How short clips are filled up to the wanted frames. */
  readonly padding: Padding;
  /** The fewest samples that give a frame of real sound. */
  readonly minSamples: number;
  /** The samples that exactly fill so many frames. */
  readonly samplesFor: (frames: number) => number;
  /** Mono samples at `sampleRate` to [T, M]. */
  readonly features: (wave: Float32Array) => Features;
}

export const FRONT_ENDS: Readonly<Record<FrontEndName, FrontEnd>> = {
  ast: {
    title: 'AST: Kaldi log-mel filterbank, 16 kHz',
    sampleRate: 16_000,
    bins: KALDI_BINS,
    framesPerSecond: 16_000 / KALDI_SHIFT,
    band: [20, 8000],
    padding: 'zero',
    minSamples: KALDI_WINDOW,
    samplesFor: (frames) => KALDI_WINDOW + KALDI_SHIFT * (frames - 1),
    features: kaldiFbank,
  },
  epic: {
    title: 'EPIC-SOUNDS: log-mel spectrogram, 24 kHz',
    sampleRate: 24_000,
    bins: EPIC_BINS,
    framesPerSecond: 24_000 / EPIC_SHIFT,
    band: [0, 12_000],
    padding: 'edge',
    minSamples: 1,
    // 1.999 s for 400 frames: 1 ms short of a whole number of shifts, so that no frame comes after the last one.
    samplesFor: (frames) => EPIC_SHIFT * frames - 24,
    features: epicLogMel,
  },
};

/** Seconds of sound behind so many frames: what has to be decoded of a clip. */
export function secondsFor(frontEnd: FrontEnd, frames: number): number {
  return frontEnd.samplesFor(frames) / frontEnd.sampleRate;
}

/**
 * Features of any waveform with at least one sample: at least one frame, all values finite. A clip shorter than one
 * window has its mean removed and is padded with zeros up to one.
 */
export function featuresOf(frontEnd: FrontEnd, wave: Float32Array): Features {
  if (wave.length >= frontEnd.minSamples) return frontEnd.features(wave);
  const mean = wave.reduce((sum, x) => sum + x, 0) / Math.max(1, wave.length);
  const padded = new Float32Array(frontEnd.minSamples);
  for (let i = 0; i < wave.length; i++) padded[i] = (wave[i] as number) - mean;
  return frontEnd.features(padded);
}
