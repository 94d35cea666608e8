import type { Problem } from '../core/problem';
import { onlyFirst, silent, tooShort } from './audioProblems';
import { monoOf, peakOf } from './channels';
import { decodeAudio } from './decode';
import { FRONT_ENDS, featuresOf, secondsFor } from './frontEnds';
import { resample } from './resample';
import type { FrontEndName, PreparedClip } from './types';

export interface PrepareOptions {
  readonly frontEnd: FrontEndName;
  /** T, the most frames wanted: only as much sound is decoded as these need. */
  readonly frames: number;
  /** Whether to return the waveform too, for mixup or to cut windows from. */
  readonly keepWave?: boolean;
  /** Whether that waveform is all of the clip, up to an hour. The features end with `frames` all the same. */
  readonly whole?: boolean;
  readonly signal?: AbortSignal;
}

/** Decoded beyond the wanted end, so that resampling sees no edge there. Seconds. */
const MARGIN = 0.05;
/** A rest shorter than this goes without a word. Seconds. */
const UNMENTIONED_REST = 0.1;
/** Peaks below this are silence: a third of the smallest step of 16 bits. */
const SILENCE = 1e-5;
/** Of a longer recording the rest is left out: an hour at 24 kHz is 346 MB. */
const LONGEST_WHOLE_SECONDS = 3600;

/**
 * One file to features: decoded, channels averaged, resampled, cut to the wanted length, [T, M] with T <= frames.
 * Errors: those of `decodeAudio`. Warnings: of decoding; only the beginning used; silent; under one window.
 */
export async function prepareClip(blob: Blob, name: string, options: PrepareOptions): Promise<PreparedClip> {
  const { frames, keepWave = false, whole = false, signal } = options;
  const frontEnd = FRONT_ENDS[options.frontEnd];
  const usedSeconds = whole ? LONGEST_WHOLE_SECONDS : secondsFor(frontEnd, frames);
  const audio = await decodeAudio(blob, name, { maxSeconds: usedSeconds + MARGIN, ...(signal && { signal }) });
  const mono = resample(monoOf(audio.channels), audio.sampleRate, frontEnd.sampleRate);
  signal?.throwIfAborted();
  const samples = frontEnd.samplesFor(frames);
  const wave = mono.length > samples ? mono.slice(0, samples) : mono;
  const warnings: Problem[] = [...audio.warnings];
  if (audio.duration > usedSeconds + UNMENTIONED_REST) warnings.push(onlyFirst(name, usedSeconds, audio.duration));
  if (wave.length < frontEnd.minSamples) warnings.push(tooShort(name, audio.duration));
  if (peakOf(wave) < SILENCE) warnings.push(silent(name));
  return {
    features: featuresOf(frontEnd, wave),
    wave: keepWave ? (whole ? mono : wave) : null,
    seconds: audio.duration,
    sampleRate: audio.sampleRate,
    channelCount: audio.channels.length,
    warnings,
  };
}
