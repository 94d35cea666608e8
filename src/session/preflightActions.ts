import { isAbort } from '../core/problem';
import { createJob, isSuperseded, type SessionContext } from './context';
import { recallGraphicsMemory, rememberGraphicsMemory } from './graphicsMemory';
import { canMeasure, limitOf, preflightKey } from './preflight';
import type { Session } from './session';

/** What a run would need: the memory that there is, and a measured step. */
export function createPreflightActions({
  store,
  engine,
}: SessionContext): Pick<Session, 'setGraphicsMemory' | 'measureRun' | 'stopMeasuring'> {
  const job = createJob();
  const recalled = recallGraphicsMemory();
  if (recalled !== null) store.dispatch({ type: 'preflight.graphics', bytes: recalled });
  return {
    setGraphicsMemory(bytes) {
      rememberGraphicsMemory(bytes);
      store.dispatch({ type: 'preflight.graphics', bytes });
    },

    async measureRun() {
      const state = store.getState();
      const key = preflightKey(state);
      if (key === null || !state.data.dataset || !canMeasure(state)) return;
      const { config, data } = state;
      const signal = job.start();
      store.dispatch({ type: 'preflight.measuring' });
      try {
        const input = { config, classes: state.data.dataset.classes.length, memoryBytes: limitOf(state).bytes };
        const times = await engine().call('preflight', input, { signal });
        store.dispatch({ type: 'preflight.ended', key, times });
      } catch (error) {
        if (isSuperseded(signal)) return;
        // A measurement that fails says nothing of the run: its own start will say what is wrong.
        if (!isAbort(error)) console.warn(`Measuring a step of ${data.dataset?.name ?? 'the run'} failed.`, error);
        store.dispatch({ type: 'preflight.ended', key: signal.aborted ? null : key, times: null });
      }
    },

    stopMeasuring: () => job.cancel(),
  };
}
