import { useCallback, useEffect, useState } from 'react';
import type { AppState } from '../store/state';
import { isRunActive } from './run/runPhase';
import { useApp, useSession } from './sessionContext';

/** Whether closing the page would lose training: a run under way, or an adapter trained here that was not exported. */
export function wouldLose(run: AppState['run'], adapter: AppState['adapter'], isExported: boolean): boolean {
  return isRunActive(run.status) || (adapter.origin === 'trained' && !isExported);
}

/**
 * Has the browser ask before the page is left while that would lose training.
 * @returns to be called when the adapter in the model has been exported
 */
export function useLeaveWarning(): () => void {
  const { store } = useSession();
  const [isExported, setIsExported] = useState(false);
  // A new adapter counts as not exported. Every run empties the model first, so the origin changes between two adapters.
  useEffect(
    () =>
      store.subscribe((after, before) => {
        if (after.adapter.origin !== before.adapter.origin) setIsExported(false);
      }),
    [store],
  );
  const run = useApp((state) => state.run);
  const adapter = useApp((state) => state.adapter);
  const isNeeded = wouldLose(run, adapter, isExported);
  useEffect(() => {
    if (!isNeeded) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isNeeded]);
  return useCallback(() => setIsExported(true), []);
}
