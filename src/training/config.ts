import type { FrontEndName } from '../audio/types';
import type { MethodSettings } from '../model/methods';
import { METHOD_DEFAULTS } from '../model/settings';
import type { LossName } from './losses';
import type { OptimiserName } from './optimisers';
import type { ScheduleName } from './schedules';

/** Everything that decides a run, as plain data: written into exports, read by the headless runner. */
export interface RunConfig extends MethodSettings {
  readonly frontEnd: FrontEndName;
  /** T, the frames that every clip is cut or padded to (10 ms each with AST's front end). */
  readonly frames: number;
  /** Patch stride in mel bins and frames; equal to the patch size for no overlap (the paper's PEFT setting). */
  readonly stride: readonly [number, number];
  readonly optimiser: OptimiserName;
  readonly learningRate: number;
  readonly schedule: ScheduleName;
  readonly loss: LossName;
  readonly epochs: number;
  readonly batch: number;
  /** Largest width of the masked band; 0 for none. Frequency in mel bins, time in frames. */
  readonly specAugment: { readonly frequency: number; readonly time: number };
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

/** The paper's settings per data set (AST's own recipes), and one for a person's own folder. Source: recipes.md. */
export const RECIPES = {
  folder: {
    title: 'Your own folder',
    source: 'Small data: a higher rate with a cosine, light masking.',
    settings: {
      optimiser: 'adam',
      learningRate: 2e-3,
      schedule: 'cosine',
      loss: 'ce',
      epochs: 15,
      batch: 8,
      specAugment: { frequency: 24, time: 8 },
      mixup: 0,
      noise: false,
    },
  },
  esc50: {
    title: 'ESC-50',
    source: 'AST egs/esc50, paper section 3.2 (PEFT learning rate)',
    settings: {
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
} as const satisfies Record<string, Recipe>;

export type RecipeName = keyof typeof RECIPES;

export const DEFAULT_CONFIG: RunConfig = {
  method: 'loaa',
  adapters: { attn: { kernel: 'time', bottleneck: 4 }, ffn: { kernel: 'frequency', bottleneck: 4 } },
  ...METHOD_DEFAULTS,
  frontEnd: 'ast',
  frames: 128,
  stride: [16, 16],
  seed: 1,
  ...RECIPES.folder.settings,
};
