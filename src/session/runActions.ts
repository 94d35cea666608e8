import { fail, isAbort, type Problem } from '../core/problem';
import { guarded, runUnderWay, type SessionContext } from './context';
import { DEFAULT_PREPARATION, type Preparation } from './prepare';
import type { Session } from './session';

type RunActions = Pick<Session, 'startRun' | 'pauseRun' | 'resumeRun' | 'stepRun' | 'stopRun'>;

/** Starting and steering runs. */
export function createRunActions(
  context: SessionContext,
  data: { ensurePrepared(wanted: Preparation): Promise<void>; cancelData(): void },
  afterRun: () => Promise<void>,
): RunActions {
  const { store, engine } = context;
  const failed = (problem: Problem) => {
    store.dispatch({ type: 'run.failed', problem });
    if (problem.code === 'gpu.lost') store.dispatch({ type: 'engine.failed', problem });
  };

  const start: RunActions['startRun'] = ({ paused = false, allowNonFinite = false } = {}) =>
    guarded('The run', failed, async () => {
      if (runUnderWay(store)) return;
      const { config } = store.getState();
      store.dispatch({ type: 'run.starting', config });
      const frames = Math.max(config.frames, DEFAULT_PREPARATION.frames);
      const prepared = await unlessAborted(
        data.ensurePrepared({ frontEnd: config.frontEnd, frames, waves: config.mixup > 0 }),
      );
      if (!prepared || store.getState().run.status === 'stopping') return store.dispatch({ type: 'run.cancelled' });
      const { dataset, split } = store.getState().data;
      if (!dataset || !split) return fail('run.no-data', 'The run', 'has no data.', 'Load data in step 1.');
      const labels = Object.fromEntries(dataset.clips.map((clip) => [clip.id, clip.labels]));
      const request = { config, classes: dataset.classes, split, labels, allowNonFinite, paused };
      const report = await engine().call('run.start', request);
      const predictions = await engine().call('run.predictions', null);
      store.dispatch({ type: 'adapter.changed', origin: 'trained', config: null });
      store.dispatch({ type: 'run.ended', report, predictions });
      await afterRun();
    });

  const steer = (name: 'run.pause' | 'run.resume' | 'run.step') => () =>
    guarded('The run', failed, async () => {
      await engine().call(name, null);
    });

  return {
    startRun: start,
    pauseRun: steer('run.pause'),
    resumeRun: steer('run.resume'),
    stepRun: steer('run.step'),
    stopRun: () =>
      guarded('The run', failed, async () => {
        store.dispatch({ type: 'run.stopping' });
        data.cancelData();
        await engine().call('run.stop', null);
      }),
  };
}

/** Whether the work was done; false where it was cancelled. */
async function unlessAborted(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (isAbort(error)) return false;
    throw error;
  }
}
