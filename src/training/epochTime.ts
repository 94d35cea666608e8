import type { RunConfig } from './config';
import { isDeterministic } from './holding';

/** Seconds of one clip, measured: in a training step, and in an evaluation (of one window). */
export interface ClipSeconds {
  readonly train: number;
  readonly evaluate: number;
}

export interface StepTimes {
  /** From the sound on. */
  readonly whole: ClipSeconds;
  /** Once what the frozen layers make of a clip is held; null where nothing is worth holding. */
  readonly held: ClipSeconds | null;
  /** Whether steps were measured, or reckoned from one layer, since a step would have taken too long. */
  readonly measured: 'step' | 'layer';
}

/** Seconds of the first epoch, validation included, and of each later one. Nothing of decoding, which goes on beside. */
export function epochSeconds(
  { whole, held }: StepTimes,
  config: RunConfig,
  clips: { readonly train: number; readonly validation: number },
): { readonly first: number; readonly later: number } {
  const windows = clips.validation * (config.hop === null ? config.views : 1);
  const training = held && isDeterministic(config) ? held.train : whole.train;
  return {
    first: clips.train * whole.train + windows * whole.evaluate,
    later: clips.train * training + windows * (held ?? whole).evaluate,
  };
}
