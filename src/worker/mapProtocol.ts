import type { Places } from '../embedding/placing';
import type { Neighbours } from '../embedding/types';

/** What the map's worker tells, in this order: components, neighbours, the map as it unfolds, done. */
export type FromMap =
  | {
      readonly kind: 'progress';
      readonly stage: 'neighbours' | 'unfold';
      readonly done: number;
      readonly total: number;
    }
  | { readonly kind: 'components'; readonly places: Places; readonly shown: number }
  | { readonly kind: 'neighbours'; readonly neighbours: Neighbours }
  | { readonly kind: 'unfolding'; readonly places: Places }
  /** Null where there are too few clips to unfold. */
  | { readonly kind: 'done'; readonly places: Places | null };
