import type { MaskingName } from '../audio/masking';
import type { FrontEndName } from '../audio/types';
import type { MethodSettings } from '../model/methods';
import { METHOD_DEFAULTS } from '../model/settings';
import type { LossName } from './losses';
import type { OptimiserName } from './optimisers';
import type { ScheduleName } from './schedules';

/** Inputs are (x - mean) / (2 std). */
export interface Normalisation {
  readonly mean: number;
  readonly std: number;
}

/** Everything that decides a run, as plain data: written into exports, read by the headless runner. */
export interface RunConfig extends MethodSettings {
  readonly frontEnd: FrontEndName;
  /** T, the frames that every clip is cut or padded to (10 ms each with AST's front end). */
  readonly frames: number;
  /** What a training example shows of a clip longer than T: its beginning, or T frames from a start drawn each epoch. */
  readonly crop: 'start' | 'random';
  /** Evaluation: how many windows of T frames, evenly spaced over the clip, have their scores averaged. */
  readonly views: number;
  /** Evaluation of long recordings: a window every so many frames instead, over all of it; null for `views` windows. */
  readonly hop: number | null;
  /** Mean and deviation of the features; null to take them from the training part. */
  readonly normalisation: Normalisation | null;
  /** Patch stride in mel bins and frames; equal to the patch size for no overlap (the paper's PEFT setting). */
  readonly stride: readonly [number, number];
  readonly optimiser: OptimiserName;
  /** Null for the optimiser's own. */
  readonly weightDecay: number | null;
  readonly learningRate: number;
  readonly schedule: ScheduleName;
  readonly loss: LossName;
  readonly epochs: number;
  readonly batch: number;
  /** Clips that go through the model at once; the batch's gradient is their mean. Null for as many as fit. */
  readonly microBatch: number | null;
  /**
   * Layers whose activations are kept at a time: those of all others are made anew in the backward pass, which saves memory
   * and costs time. 0 for all, null for as many as fit.
   */
  readonly segment: number | null;
  /** Largest width of the masked band; 0 for none. Frequency in mel bins, time in frames. */
  readonly specAugment: { readonly frequency: number; readonly time: number };
  /** How SpecAugment's bands are drawn and filled. */
  readonly masking: MaskingName;
  /** Share of training clips mixed with another, on waveforms; 0 for none. */
  readonly mixup: number;
  /** AST's uniform noise and roll along time. */
  readonly noise: boolean;
  readonly seed: number;
}

/** Settings of a run that a data set brings with it. Anything absent is kept as it was. */
interface Recipe {
  readonly title: string;
  readonly source: string;
  readonly settings: Partial<RunConfig>;
}

/** How AST looks at a clip: its beginning, in training and in evaluation. */
const AST_INPUT = {
  frontEnd: 'ast',
  crop: 'start',
  views: 1,
  hop: null,
  normalisation: null,
  masking: 'ast',
  weightDecay: null,
} as const satisfies Partial<RunConfig>;

const OWN_FOLDER = {
  ...AST_INPUT,
  optimiser: 'adam',
  learningRate: 2e-3,
  schedule: 'cosine',
  loss: 'ce',
  epochs: 15,
  batch: 8,
  specAugment: { frequency: 24, time: 8 },
  mixup: 0,
  noise: false,
} as const satisfies Partial<RunConfig>;

/** The paper's settings per data set (AST's own recipes), and one for a person's own folder. Source: recipes.md. */
export const RECIPES = {
  folder: {
    title: 'Your own folder',
    source: 'Small data: a higher rate with a cosine, light masking.',
    settings: OWN_FOLDER,
  },
  'multi-label': {
    title: 'Several labels a clip',
    source: 'As your own folder, with one yes or no a class: binary cross entropy.',
    settings: { ...OWN_FOLDER, loss: 'bce' },
  },
  esc50: {
    title: 'ESC-50',
    source: 'AST egs/esc50, paper section 3.2 (PEFT learning rate)',
    settings: {
      ...AST_INPUT,
      frames: 512,
      optimiser: 'adam',
      learningRate: 5e-4,
      schedule: 'step',
      loss: 'ce',
      epochs: 25,
      batch: 48,
      specAugment: { frequency: 24, time: 96 },
      mixup: 0,
      noise: false,
    },
  },
  'speech-commands': {
    title: 'Speech Commands v2',
    source: 'AST egs/speechcommands, paper section 3.2',
    settings: {
      ...AST_INPUT,
      frames: 128,
      optimiser: 'adam',
      learningRate: 2.5e-4,
      schedule: 'step',
      loss: 'bce',
      epochs: 30,
      batch: 128,
      specAugment: { frequency: 48, time: 48 },
      mixup: 0.6,
      noise: true,
    },
  },
  /**
   * As published but for the time warp, and for validation: the five windows of the test serve there too, so that the best
   * epoch does not hang on one drawn window a clip. The schedule's epochs stay where they are in shorter runs.
   */
  'epic-sounds': {
    title: 'EPIC-SOUNDS',
    source: 'epic-sounds-annotations, SSAST_b_vit_p16.yaml; recipes.md. Its time warp of 5 frames is left out.',
    settings: {
      frontEnd: 'epic',
      frames: 400,
      crop: 'random',
      views: 5,
      hop: null,
      normalisation: null,
      optimiser: 'adamw',
      weightDecay: 1e-4,
      learningRate: 1e-4,
      schedule: 'epic',
      loss: 'ce',
      epochs: 30,
      batch: 128,
      specAugment: { frequency: 27, time: 25 },
      masking: 'epic',
      mixup: 0,
      noise: false,
    },
  },
} as const satisfies Record<string, Recipe>;

export type RecipeName = keyof typeof RECIPES;

/**
 * Statistics that AST publishes for a recipe's data set. A recipe computes them from the training part; set one of these as
 * `normalisation` to repeat AST's own numbers. Source: AST egs/esc50 and egs/speechcommands, recipes.md.
 */
export const PUBLISHED_STATISTICS: Readonly<Partial<Record<RecipeName, Normalisation>>> = {
  esc50: { mean: -6.6268077, std: 5.358466 },
  'speech-commands': { mean: -6.845978, std: 5.5654526 },
};

export const DEFAULT_CONFIG: RunConfig = {
  method: 'loaa',
  adapters: { attn: { kernel: 'time', bottleneck: 4 }, ffn: { kernel: 'frequency', bottleneck: 4 } },
  ...METHOD_DEFAULTS,
  frames: 128,
  stride: [16, 16],
  seed: 1,
  microBatch: null,
  segment: null,
  ...RECIPES.folder.settings,
};
