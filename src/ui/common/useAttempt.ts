import { useCallback, useState } from 'react';
import { isAbort, problemOf, type Problem } from '../../core/problem';

/**
 * Runs an action of the session and keeps what it fails with, so that no rejection goes unseen. What the session tells
 * the store is shown from there; this is for the rest.
 */
export function useAttempt(subject: string): {
  readonly attempt: (action: () => Promise<void>) => void;
  readonly problem: Problem | null;
} {
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = useCallback(
    (action: () => Promise<void>) => {
      setProblem(null);
      action().catch((error: unknown) => {
        if (!isAbort(error)) setProblem(problemOf(error, subject));
      });
    },
    [subject],
  );
  return { attempt, problem };
}
