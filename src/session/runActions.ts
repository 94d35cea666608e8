import { fail } from '../core/problem';
import { guarded, runUnderWay, type SessionContext } from './context';
import { DEFAULT_PREPARATION, type Preparation } from './prepare';
import type { Session } from './session';

type RunActions = Pick<Session, 'startRun' | 'pauseRun' | 'resumeRun' | 'stepRun' | 'stopRun'>;

/** Starting and steering runs. */
export function createRunActions(
  context: SessionContext,
  ensurePrepared: (wanted: Preparation) => Promise<void>,
  afterRun: () => Promise<void>,
): RunActions {
  const { store, engine } = context;
  const failed = (problem: Parameters<Parameters<typeof guarded>[1]>[0]) =>
    store.dispatch({ type: 'run.failed', problem });

  const start: RunActions['startRun'] = ({ paused = false, allowNonFinite = false } = {}) =>
    guarded('The run', failed, async () => {
      if (runUnderWay(store)) fail('run.busy', 'A run', 'is under way already.', 'Stop it first.');
      const { config } = store.getState();
      store.dispatch({ type: 'run.starting', config });
      const frames = Math.max(config.frames, DEFAULT_PREPARATION.frames);
      await ensurePrepared({ frontEnd: config.frontEnd, frames, waves: config.mixup > 0 });
      const { dataset, split } = store.getState().data;
      if (!dataset || !split) return fail('run.no-data', 'The run', 'has no data.', 'Load data in step 1.');
      const labels = Object.fromEntries(dataset.clips.map((clip) => [clip.id, clip.label]));
      store.dispatch({ type: 'adapter.changed', origin: null, config: null });
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
        await engine().call('run.stop', null);
      }),
  };
}
