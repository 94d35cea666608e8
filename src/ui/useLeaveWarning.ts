import { useCallback, useEffect, useState } from 'react';
import type { AppState } from '../store/state';
import { isRunActive } from './run/runPhase';
import { useApp, useSession } from './sessionContext';

/**
 * Whether closing the page would lose training: a run under way that would not go on from where it was kept, or an adapter
 * trained here that was neither exported nor stored with its run.
 */
export function wouldLose(
  { run, adapter, library }: Pick<AppState, 'run' | 'adapter' | 'library'>,
  isExported: boolean,
): boolean {
  if (isRunActive(run.status)) return run.keptStep === null || run.unkept !== null;
  return adapter.origin === 'trained' && !isExported && !isStored(library);
}

/** Whether the storage has taken the runs that ended. */
function isStored({ problem }: AppState['library']): boolean {
  return problem?.code !== 'runs.quota' && problem?.code !== 'runs.storage';
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
  const isNeeded = useApp((state) => wouldLose(state, isExported));
  useEffect(() => {
    if (!isNeeded) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isNeeded]);
  return useCallback(() => setIsExported(true), []);
}
