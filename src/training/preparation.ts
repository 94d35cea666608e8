import type { FrontEndName } from '../audio/types';
import type { RunConfig } from './config';

/** How a clip is prepared: what a run asks for must not exceed it. */
export interface Preparation {
  readonly frontEnd: FrontEndName;
  /** The most frames of features kept of a clip, from its beginning. */
  readonly frames: number;
  /** Whether the waveform is kept too. */
  readonly waves: boolean;
  /** Whether that waveform is the whole clip, to cut windows from, and not only the stretch behind `frames`. */
  readonly whole: boolean;
}

export const DEFAULT_PREPARATION: Preparation = { frontEnd: 'ast', frames: 1024, waves: false, whole: false };

/** The settings that say which stretches of a clip a model sees. */
export type WindowSettings = Pick<RunConfig, 'frontEnd' | 'frames' | 'crop' | 'views' | 'hop'>;

/** Whether windows are cut from a clip's samples; otherwise its beginning is all that is ever seen of it. */
export function isWindowed({ crop, views, hop }: Pick<RunConfig, 'crop' | 'views' | 'hop'>): boolean {
  return crop === 'random' || views > 1 || hop !== null;
}

/** What a run needs of every clip. */
export function preparationFor(config: WindowSettings & Pick<RunConfig, 'mixup'>): Preparation {
  const whole = isWindowed(config);
  return {
    frontEnd: config.frontEnd,
    frames: Math.max(config.frames, DEFAULT_PREPARATION.frames),
    waves: whole || config.mixup > 0,
    whole,
  };
}
