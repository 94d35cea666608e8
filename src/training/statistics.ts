import { addStatistics, meanAndStd, NO_STATISTICS } from '../audio/fit';
import type { Normalisation } from './config';
import { fitted } from './examples';
import type { WindowSettings } from './preparation';
import type { Sound } from './sounds';
import { evaluationStarts, windowFeatures } from './windows';

/** Takes clips one at a time for the mean and deviation of their features. */
export interface Meter {
  add(sound: Sound): void;
  /** @throws ProblemError where there is nothing to normalise by */
  normalisation(): Normalisation;
}

/** Mean and standard deviation over the padded or cut features of clips: of all windows that they are evaluated in. */
export function createMeter(config: WindowSettings): Meter {
  let statistics = NO_STATISTICS;
  return {
    add(sound) {
      for (const start of evaluationStarts(sound, config)) {
        statistics = addStatistics(statistics, fitted(windowFeatures(sound, start, config), config));
      }
    },
    normalisation: () => meanAndStd(statistics),
  };
}

/** The same of sounds that are all at hand. */
export function normalisationOf(sounds: Iterable<Sound>, config: WindowSettings): Normalisation {
  const meter = createMeter(config);
  for (const sound of sounds) meter.add(sound);
  return meter.normalisation();
}
