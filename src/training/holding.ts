import type { RunConfig } from './config';
import type { Start } from './start';

/** Whether a clip enters the model alike in every epoch of training. */
export function isDeterministic({ mixup, specAugment, noise, crop }: RunConfig): boolean {
  return mixup === 0 && specAugment.frequency === 0 && specAugment.time === 0 && !noise && crop === 'start';
}

/** Whether anything but the embedding comes before the trained part: otherwise holding it saves next to nothing. */
export function isWorthHolding({ stage, layer }: Start): boolean {
  return stage === 'pooled' || (stage === 'tokens' && layer > 0);
}
