import { useMemo } from 'react';
import type { Dataset } from '../../dataset/types';
import type { RunState } from '../../store/state';
import { useApp } from '../sessionContext';
import type { JudgedPart } from './partScores';

/** The parts that a run was judged on, as the state keeps them. */
function partsOf(predictions: RunState['predictions'], report: RunState['report']): readonly JudgedPart[] {
  return (predictions ?? []).flatMap((own) => {
    const measured = report?.[own.part];
    return measured ? [{ ...own, report: measured }] : [];
  });
}

/** What the last run said of the parts that it was judged on, and the data set that they are of; null before there is any. */
export function useResults(): { readonly dataset: Dataset; readonly parts: readonly JudgedPart[] } | null {
  const predictions = useApp((state) => state.run.predictions);
  const report = useApp((state) => state.run.report);
  const dataset = useApp((state) => state.data.dataset);
  return useMemo(() => {
    if (!dataset) return null;
    const known = new Set(dataset.clips.map((clip) => clip.id));
    // After new sounds were opened the predictions are about clips that are no longer there.
    const parts = partsOf(predictions, report).filter(
      ({ predictions: [first] }) => first !== undefined && known.has(first.id),
    );
    return parts.length > 0 ? { dataset, parts } : null;
  }, [predictions, report, dataset]);
}
