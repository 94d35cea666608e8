import { useCallback, useEffect, useState } from 'react';
import { isRunActive } from '../run/runPhase';
import { useSession } from '../sessionContext';
import type { Absence } from './awayContext';

/** A shorter look at another tab is not worth a word. */
const WORTH_SECONDS = 5;

/** What the run did while its tab was hidden, once the tab shows again; until it is dismissed or hidden anew. */
export function useAbsence(): { readonly absence: Absence | null; readonly dismissAbsence: () => void } {
  const { store } = useSession();
  const [absence, setAbsence] = useState<Absence | null>(null);
  useEffect(() => {
    let left: { readonly at: number; readonly step: number } | null = null;
    const look = () => {
      const { status, step } = store.getState().run;
      if (document.visibilityState === 'hidden') {
        left = isRunActive(status) ? { at: performance.now(), step } : null;
        setAbsence(null);
      } else if (left) {
        const seconds = (performance.now() - left.at) / 1000;
        if (seconds >= WORTH_SECONDS) setAbsence({ seconds, steps: Math.max(0, step - left.step) });
        left = null;
      }
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [store]);
  return { absence, dismissAbsence: useCallback(() => setAbsence(null), []) };
}
