import { drawMixture, mixLabels, mixWaves, noiseAndRoll, specAugment } from '../audio/augment';
import { addStatistics, fitFrames, meanAndStd, normalise, NO_STATISTICS } from '../audio/fit';
import { featuresOf, FRONT_ENDS } from '../audio/frontEnds';
import type { Features } from '../audio/types';
import { fail } from '../core/problem';
import type { Random } from '../core/random';
import type { RunConfig } from './config';

/** A clip as training sees it. */
export interface TrainingClip {
  readonly features: Features;
  readonly wave: Float32Array | null;
  /** Class indices, ascending. */
  readonly labels: readonly number[];
}

export interface Normalisation {
  readonly mean: number;
  readonly std: number;
}

/** What turns clips into model input. */
export interface ExampleSettings extends Normalisation {
  readonly config: Pick<RunConfig, 'frontEnd' | 'frames' | 'specAugment' | 'mixup' | 'noise'>;
  readonly classes: number;
}

export interface Example {
  /** [T, M], normalised. */
  readonly x: Float32Array;
  /** [C], sums to one unless a clip has several labels. */
  readonly target: Float32Array;
}

/** Mean and standard deviation over the padded or cut features of the training clips alone. */
export function normalisationOf(clips: Iterable<TrainingClip>, config: ExampleSettings['config']): Normalisation {
  let statistics = NO_STATISTICS;
  for (const clip of clips) statistics = addStatistics(statistics, fitted(clip.features, config));
  return meanAndStd(statistics);
}

/** An input without augmentation: [T, M]. */
export function plainInput(features: Features, settings: ExampleSettings): Float32Array {
  return normalise(fitted(features, settings.config), settings.mean, settings.std);
}

/**
 * One training example with AST's augmentations in AST's order: waveform mixup, features, pad or cut, SpecAugment,
 * normalise, noise, roll.
 * @param partner draws another training clip to mix with
 */
export function trainingExample(
  clip: TrainingClip,
  settings: ExampleSettings,
  partner: () => TrainingClip,
  random: Random,
): Example {
  const { config, classes } = settings;
  const frontEnd = FRONT_ENDS[config.frontEnd];
  let { features } = clip;
  let target = mixLabels(clip.labels, clip.labels, 1, classes);
  if (config.mixup > 0 && random.uniform() < config.mixup) {
    const other = partner();
    const lambda = drawMixture(random);
    features = featuresOf(frontEnd, mixWaves(waveOf(clip), waveOf(other), lambda));
    target = mixLabels(clip.labels, other.labels, lambda, classes);
  }
  const masked = specAugment(fitted(features, config), frontEnd.bins, config.specAugment, random);
  const x = normalise(masked, settings.mean, settings.std);
  return { x: config.noise ? noiseAndRoll(x, frontEnd.bins, random) : x, target };
}

function waveOf(clip: TrainingClip): Float32Array {
  return (
    clip.wave ?? fail('training.no-waves', 'Mixup', 'needs the waveforms, which were not kept.', 'Load the data again.')
  );
}

function fitted(features: Features, config: ExampleSettings['config']): Float32Array {
  return fitFrames(features, config.frames, FRONT_ENDS[config.frontEnd].padding);
}
