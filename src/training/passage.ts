import type { FusedChoice } from '../fused/memory';

/** `segment` of a pass that keeps every activation. */
export const KEEP_ALL = 0;

/** For a model that is not trained any more: one layer's activations at a time. */
export const ONE_LAYER = { segment: 1 } as const;

/** How a batch goes through the model. */
export interface Passage {
  readonly batch: number;
  /** b, clips at once. */
  readonly microBatch: number;
  /** Layers whose activations are kept at a time; `KEEP_ALL` for all. */
  readonly segment: number;
  /** Whether frozen matrices are stored in 16 bits, where whole passes are run by kernels. */
  readonly halves?: boolean;
}

/** How whole passes use memory for a passage. */
export function fusedChoiceOf({ segment, halves = false }: Pick<Passage, 'segment' | 'halves'>): FusedChoice {
  return { kept: segment === KEEP_ALL ? 'all' : 'inputs', halves };
}
