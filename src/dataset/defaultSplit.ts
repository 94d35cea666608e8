import type { SplitOptions } from './types';

/** How a data set is divided before anybody chooses: a fifth for validation, or its first fold. */
export const DEFAULT_SPLIT: SplitOptions = {
  seed: 1,
  validationShare: 0.2,
  fold: 1,
  heldOutFold: 'validation',
  trainPerClass: null,
  maxClips: null,
};
