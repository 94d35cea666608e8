import { useMemo } from 'react';
import { summarise } from '../../dataset/summary';
import { useApp } from '../sessionContext';

/** Accuracy on validation of always answering with the commonest training class; null where there is nothing to count. */
export function useBaseline(): number | null {
  const dataset = useApp((state) => state.data.dataset);
  const split = useApp((state) => state.data.split);
  return useMemo(() => {
    if (!dataset || !split || split.validation.length === 0) return null;
    const { accuracy } = summarise(dataset, split).majority;
    return Number.isFinite(accuracy) ? accuracy : null;
  }, [dataset, split]);
}
