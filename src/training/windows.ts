import { featuresOf, FRONT_ENDS } from '../audio/frontEnds';
import type { Features } from '../audio/types';
import { evenStarts, hopStarts } from '../audio/windows';
import { fail } from '../core/problem';
import { isWindowed, type WindowSettings } from './preparation';
import type { Sound } from './sounds';

/** The samples of one window of T frames, at the front end's rate. */
export function windowSamples({ frontEnd, frames }: WindowSettings): number {
  return FRONT_ENDS[frontEnd].samplesFor(frames);
}

/**
 * Where the windows begin in which a clip is evaluated, in samples: one every `hop` frames, or `views` spread evenly, or
 * the beginning alone. Their scores are averaged: softmax probabilities under cross entropy, sigmoids under binary cross
 * entropy.
 */
export function evaluationStarts(sound: Sound, config: WindowSettings): readonly number[] {
  if (!isWindowed(config)) return [0];
  const wave = waveOf(sound);
  const size = windowSamples(config);
  if (config.hop === null) return evenStarts(wave.length, size, config.views);
  const { sampleRate, framesPerSecond } = FRONT_ENDS[config.frontEnd];
  return hopStarts(wave.length, size, Math.round((config.hop * sampleRate) / framesPerSecond));
}

/** Features of the window at a start: computed from its samples alone, as if nothing had been around them. */
export function windowFeatures(sound: Sound, start: number, config: WindowSettings): Features {
  if (!isWindowed(config)) return sound.features;
  const wave = waveOf(sound);
  const size = windowSamples(config);
  // What was prepared of so short a clip is this window's already.
  if (wave.length <= size) return sound.features;
  return featuresOf(FRONT_ENDS[config.frontEnd], wave.subarray(start, start + size));
}

/** @throws ProblemError where the waveform was not kept */
export function waveOf({ wave }: Sound): Float32Array {
  const cure = 'Load the data again.';
  return wave ?? fail('training.no-waves', 'Mixup or windows', 'need the waveforms, which were not kept.', cure);
}
