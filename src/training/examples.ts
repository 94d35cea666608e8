import { drawMixture, mixLabels, mixWaves, noiseAndRoll, skipNoise } from '../audio/augment';
import { fitFrames, normalise } from '../audio/fit';
import { featuresOf, FRONT_ENDS } from '../audio/frontEnds';
import { applyMasks, drawMasks, type Masks } from '../audio/masking';
import type { Features } from '../audio/types';
import { drawnStart } from '../audio/windows';
import { Random, type RandomState } from '../core/random';
import type { Normalisation, RunConfig } from './config';
import { isWindowed, type WindowSettings } from './preparation';
import type { Sound } from './sounds';
import { waveOf, windowFeatures, windowSamples } from './windows';

/** A clip as training sees it. */
export interface TrainingClip extends Sound {
  /** Class indices, ascending. */
  readonly labels: readonly number[];
}

type AugmentSettings = Pick<RunConfig, 'specAugment' | 'masking' | 'mixup' | 'noise'>;

/** What turns clips into model input. */
export interface ExampleSettings extends Normalisation {
  readonly config: WindowSettings & AugmentSettings;
  readonly classes: number;
}

export interface Example {
  /** [T, M], normalised. */
  readonly x: Float32Array;
  /** [C], sums to one unless a clip has several labels or none. */
  readonly target: Float32Array;
}

/**
 * Everything that is drawn for one training example. None of it depends on a sound, so that it can be drawn, and the
 * sounds it calls for be fetched, before there is any.
 */
export interface ExamplePlan {
  /** The clip mixed in: its place in the training part, and the share of the first. */
  readonly mixture: { readonly partner: number; readonly lambda: number } | null;
  /** Where the window of the clip, and that of the partner, begins: draws in [0, 1); 0 is the beginning. */
  readonly crops: readonly [number, number];
  readonly masks: Masks;
  /** The state from which noise and roll are drawn. */
  readonly noise: RandomState | null;
}

/**
 * Draws one example, in AST's order: mixup, window, masks, noise, roll.
 * @param clips how many there are to mix with
 */
export function planExample(config: ExampleSettings['config'], clips: number, random: Random): ExamplePlan {
  const { bins } = FRONT_ENDS[config.frontEnd];
  const isMixed = config.mixup > 0 && random.uniform() < config.mixup;
  const mixture = isMixed ? { partner: random.integer(clips), lambda: drawMixture(random) } : null;
  const draw = () => (config.crop === 'random' ? random.uniform() : 0);
  const crops = [draw(), mixture ? draw() : 0] as const;
  const masks = drawMasks(config.masking, [config.frames, bins], config.specAugment, random);
  return { mixture, crops, masks, noise: config.noise ? skipNoise(config.frames * bins, random) : null };
}

/** An input without augmentation: [T, M], from the features of a window. */
export function plainInput(features: Features, settings: ExampleSettings): Float32Array {
  return normalise(fitted(features, settings.config), settings.mean, settings.std);
}

/**
 * One training example with AST's augmentations in AST's order: waveform mixup, features, pad or cut, SpecAugment,
 * normalise, noise, roll. Random windows are cut from both waveforms before they are mixed.
 * @param partner the clip that the plan calls for; null where it calls for none
 */
export function trainingExample(
  clip: TrainingClip,
  partner: TrainingClip | null,
  plan: ExamplePlan,
  settings: ExampleSettings,
): Example {
  const { config, classes } = settings;
  const frontEnd = FRONT_ENDS[config.frontEnd];
  const { mixture, crops, masks, noise } = plan;
  let features = windowFeatures(clip, cropStart(clip, config, crops[0]), config);
  let target = targetOf(clip, classes);
  if (mixture && partner) {
    const waves = [croppedWave(clip, config, crops[0]), croppedWave(partner, config, crops[1])] as const;
    features = featuresOf(frontEnd, mixWaves(...waves, mixture.lambda));
    target = mixLabels(clip.labels, partner.labels, mixture.lambda, classes);
  }
  const masked = applyMasks(fitted(features, config), frontEnd.bins, masks, config.masking);
  const x = normalise(masked, settings.mean, settings.std);
  return { x: noise ? noiseAndRoll(x, frontEnd.bins, new Random(noise)) : x, target };
}

/** What a clip that is not mixed is to be taken for: [C]. */
export function targetOf({ labels }: Pick<TrainingClip, 'labels'>, classes: number): Float32Array {
  return mixLabels(labels, labels, 1, classes);
}

/** The padded or cut features of a window, not yet normalised: [T, M]. */
export function fitted(features: Features, config: WindowSettings): Float32Array {
  return fitFrames(features, config.frames, FRONT_ENDS[config.frontEnd].padding);
}

/** Where the window of an example begins, in samples. */
function cropStart(sound: Sound, config: WindowSettings, draw: number): number {
  return config.crop === 'start' ? 0 : drawnStart(waveOf(sound).length, windowSamples(config), draw);
}

/** What is mixed of a clip: its window, or all that was kept where only beginnings are ever seen. */
function croppedWave(sound: Sound, config: WindowSettings, draw: number): Float32Array {
  const wave = waveOf(sound);
  if (!isWindowed(config)) return wave;
  const start = cropStart(sound, config, draw);
  return wave.subarray(start, start + windowSamples(config));
}
