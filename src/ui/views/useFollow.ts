import { useEffect } from 'react';
import { useSession } from '../sessionContext';
import { isRunActive } from '../run/runPhase';
import { goTo, parseRoute, type ViewId } from './route';

/** Views that are left for the run's own when a run starts: what they set up is under way then. */
const SET_UP: readonly ViewId[] = ['start', 'data', 'model'];

/** Goes along with the work: to the data when sounds come in at the start, to the run when one starts. */
export function useFollow(): void {
  const { store } = useSession();
  useEffect(
    () =>
      store.subscribe((after, before) => {
        const { view } = parseRoute(location.hash);
        const isOpened = after.data.status === 'reading' && before.data.status !== 'reading';
        if (isOpened && view === 'start') goTo('data');
        const isStarted = isRunActive(after.run.status) && !isRunActive(before.run.status);
        if (isStarted && SET_UP.includes(view)) goTo('run');
      }),
    [store],
  );
}
