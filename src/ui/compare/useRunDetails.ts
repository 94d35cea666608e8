import { useEffect, useMemo, useState } from 'react';
import { problemOf, type Problem } from '../../core/problem';
import type { RunDetails } from '../../runs/record';
import type { KeptRun } from '../../runs/state';
import { useSession } from '../sessionContext';

interface ReadDetails {
  /** Of the runs that have been read so far, by id. */
  readonly details: ReadonlyMap<string, RunDetails>;
  readonly problem: Problem | null;
}

/** The steps and predictions of runs, read from the storage one after the other and kept while the component lives. */
export function useRunDetails(runs: readonly KeptRun[]): ReadDetails {
  const session = useSession();
  const [details, setDetails] = useState<ReadonlyMap<string, RunDetails>>(new Map());
  const [problem, setProblem] = useState<Problem | null>(null);
  const missing = useMemo(() => runs.filter(({ id }) => !details.has(id)), [runs, details]);
  const [next] = missing;
  useEffect(() => {
    if (!next) return;
    let isCurrent = true;
    session
      .runDetails(next.id)
      .catch((error: unknown) => {
        if (isCurrent) setProblem(problemOf(error, next.name));
        return { steps: [], predictions: null };
      })
      .then((read) => {
        if (isCurrent) setDetails((known) => new Map(known).set(next.id, read));
      });
    return () => {
      isCurrent = false;
    };
  }, [session, next]);
  return { details, problem };
}
