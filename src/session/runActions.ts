import { fail, isAbort, type Problem } from '../core/problem';
import { checkLabels } from '../training/losses';
import { preparationFor, type Preparation } from '../training/preparation';
import { guarded, runUnderWay, type SessionContext } from './context';
import { limitOf } from './preflight';
import type { RunRecorder } from './recordRun';
import type { Session } from './session';
import { identityOf } from './unendedActions';

type RunActions = Pick<Session, 'startRun' | 'pauseRun' | 'resumeRun' | 'stepRun' | 'stopRun'>;

/**
 * Starting and steering runs. `recorder` takes each down; it is done with one before the next may begin.
 * @param ended.unended after one that came to no end of its own: it may be there to go on with
 */
export function createRunActions(
  context: SessionContext,
  data: { ensurePrepared(wanted: Preparation): Promise<void>; cancelData(): void; stopMeasuring(): void },
  ended: { trained(): Promise<void>; unended(): Promise<void> },
  recorder: RunRecorder,
): RunActions {
  const { store, engine } = context;
  const failed = (problem: Problem) => {
    store.dispatch({ type: 'run.failed', problem });
    if (problem.code === 'gpu.lost') store.dispatch({ type: 'engine.failed', problem });
  };

  const train: RunActions['startRun'] = ({
    paused = false,
    allowNonFinite = false,
    group,
    goesOn = false,
    isKept = !group,
  } = {}) =>
    guarded('The run', failed, async () => {
      data.stopMeasuring();
      const { config } = store.getState();
      const from = goesOn ? store.getState().unended.run : null;
      store.dispatch({ type: 'run.starting', config, from });
      const { dataset: opened } = store.getState().data;
      if (opened) checkLabels(config.loss, opened.name, !opened.multiLabel);
      const prepared = await unlessAborted(data.ensurePrepared(preparationFor(config)));
      if (prepared === null || store.getState().run.status === 'stopping')
        return store.dispatch({ type: 'run.cancelled' });
      const { dataset, split } = store.getState().data;
      if (!dataset || !split) return fail('run.no-data', 'The run', 'has no data.', 'Load sounds under Data.');
      const labels = Object.fromEntries(dataset.clips.map((clip) => [clip.id, clip.labels]));
      const memoryBytes = limitOf(store.getState()).bytes;
      const identity = isKept ? identityOf(store.getState()) : null;
      const keep = identity && { keep: { identity, goesOn } };
      const request = { config, classes: dataset.classes, split, labels, allowNonFinite, memoryBytes, paused, ...keep };
      recorder.begun(group ?? null);
      const report = await unlessAborted(engine().call('run.start', request));
      if (!report) return store.dispatch({ type: 'run.cancelled' });
      const predictions = await engine().call('run.predictions', null);
      store.dispatch({ type: 'adapter.changed', origin: 'trained', config: null });
      store.dispatch({ type: 'run.ended', report, predictions });
    });

  const start: RunActions['startRun'] = async (options) => {
    if (runUnderWay(store)) return;
    await train(options);
    await recorder.ended();
    await (store.getState().run.report ? ended.trained() : ended.unended());
  };

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

/** What the work gave; null where it was cancelled. */
async function unlessAborted<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (isAbort(error)) return null;
    throw error;
  }
}
