import { useMemo } from 'react';
import type { Dataset } from '../../dataset/types';
import type { RunState } from '../../store/state';
import { useApp } from '../sessionContext';
import type { PartPredictions } from './partScores';

/** The predictions of a run by part, as the state keeps them. */
function partsOf(predictions: RunState['predictions']): readonly PartPredictions[] {
  return predictions && predictions.length > 0 ? [{ part: 'validation', predictions }] : [];
}

/** What the last run said of the parts that it was judged on, and the data set that they are of; null before there is any. */
export function useResults(): { readonly dataset: Dataset; readonly parts: readonly PartPredictions[] } | null {
  const predictions = useApp((state) => state.run.predictions);
  const dataset = useApp((state) => state.data.dataset);
  return useMemo(() => {
    if (!dataset) return null;
    const known = new Set(dataset.clips.map((clip) => clip.id));
    // After new sounds were opened the predictions are about clips that are no longer there.
    const parts = partsOf(predictions).filter(({ predictions: [first] }) => first !== undefined && known.has(first.id));
    return parts.length > 0 ? { dataset, parts } : null;
  }, [predictions, dataset]);
}
