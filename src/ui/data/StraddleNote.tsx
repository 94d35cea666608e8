import { useMemo } from 'react';
import { straddling } from '../../dataset/straddle';
import { ProblemNote } from '../common/ProblemNote';
import { useDataset } from './useDataset';

/** Warns where sounds of one source are in more than one part of the present split. */
export function StraddleNote() {
  const { dataset, split } = useDataset();
  const problem = useMemo(() => (dataset && split ? straddling(dataset, split) : null), [dataset, split]);
  return problem ? <ProblemNote problem={problem} /> : null;
}
