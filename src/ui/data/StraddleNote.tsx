import { useMemo } from 'react';
import { straddling } from '../../dataset/straddle';
import { ProblemNote } from '../common/ProblemNote';
import { useApp } from '../sessionContext';

/** Warns where sounds of one source are in more than one part of the present split. */
export function StraddleNote() {
  const dataset = useApp((state) => state.data.dataset);
  const split = useApp((state) => state.data.split);
  const problem = useMemo(() => (dataset && split ? straddling(dataset, split) : null), [dataset, split]);
  return problem ? <ProblemNote problem={problem} /> : null;
}
