import { useDeferredValue, useMemo } from 'react';
import type { Dataset, Split } from '../../dataset/types';
import { useApp } from '../sessionContext';

/**
 * The data set and its split, of one moment. What a hundred thousand clips take to show is drawn piece by piece, behind what
 * a person does meanwhile.
 */
export function useDataset(): { readonly dataset: Dataset | null; readonly split: Split | null } {
  const dataset = useApp((state) => state.data.dataset);
  const split = useApp((state) => state.data.split);
  return useDeferredValue(
    useMemo(() => ({ dataset, split }), [dataset, split]),
    NONE_YET,
  );
}

/** What a view begins with: the rest follows behind it. */
const NONE_YET = { dataset: null, split: null } as const;
