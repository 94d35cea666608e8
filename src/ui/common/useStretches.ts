import { useEffect, useMemo, useState } from 'react';
import { isAbort } from '../../core/problem';
import { inStretches, type Stretches } from '../../core/stretches';
import { breather } from '../../files/breathe';

/**
 * What comes of work that is done in stretches between what a person does: at once where one stretch is all; else what came of
 * it before, until it is done.
 * @param start begins the work; another function begins it anew
 */
export function useStretches<T>(start: () => Stretches<T>, initial: T): T {
  const first = useMemo(() => start().next(), [start]);
  const [last, setLast] = useState(initial);
  useEffect(() => {
    if (first.done === true) return setLast(first.value);
    const stop = new AbortController();
    inStretches(start(), breather(stop.signal)).then(setLast, (error: unknown) => {
      if (!isAbort(error)) throw error;
    });
    return () => stop.abort();
  }, [start, first]);
  return first.done === true ? first.value : last;
}
