import { useMemo } from 'react';
import type { Judged, RunState } from '../../store/state';
import { useApp } from '../sessionContext';
import type { JudgedPart } from './partScores';

/** The parts that a run was judged on, as the state keeps them. */
function partsOf(predictions: RunState['predictions'], report: RunState['report']): readonly JudgedPart[] {
  return (predictions ?? []).flatMap((own) => {
    const measured = report?.[own.part];
    return measured && own.predictions.length > 0 ? [{ ...own, report: measured }] : [];
  });
}

/** What the last run said of the parts that it was judged on. */
export interface Results extends Judged {
  readonly parts: readonly JudgedPart[];
}

/** The results of the last run on the sounds that are open; null before there are any. */
export function useResults(): Results | null {
  const predictions = useApp((state) => state.run.predictions);
  const report = useApp((state) => state.run.report);
  const judged = useApp((state) => state.run.judged);
  return useMemo(() => {
    const parts = partsOf(predictions, report);
    return judged && parts.length > 0 ? { ...judged, parts } : null;
  }, [predictions, report, judged]);
}
