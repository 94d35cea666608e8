import { fail, isAbort, type Problem } from '../core/problem';
import { checkLabels } from '../training/losses';
import { preparationFor, type Preparation } from '../training/preparation';
import { guarded, runUnderWay, type SessionContext } from './context';
import { limitOf } from './preflight';
import { createRecovery } from './recovery';
import type { RunGroup } from '../runs/record';
import type { UnendedRun } from '../worker/protocol';
import type { RunRecorder } from './recordRun';
import type { Session } from './session';
import { identityOf } from './unendedActions';

type RunActions = Pick<Session, 'startRun' | 'pauseRun' | 'resumeRun' | 'stepRun' | 'stopRun'>;

/** What one attempt at a run is made with. */
interface Attempt {
  readonly paused: boolean;
  readonly allowNonFinite: boolean;
  readonly group: RunGroup | null;
  readonly isKept: boolean;
  /** Whether it goes on with a run that was kept, and that run as far as it was measured. */
  readonly goesOn: boolean;
  readonly from: UnendedRun | null;
  readonly mostAtOnce: number | null;
  /** What the attempt before was cut off by. */
  readonly interrupted: Problem | null;
}

/**
 * Starting and steering runs. `recorder` takes each down; it is done with one before the next may begin.
 * @param renewEngine puts a new engine in the place of one that was lost, with all that was loaded; gives what is wrong with
 *   that one, null for nothing
 * @param ended.unended after one that came to no end of its own: it may be there to go on with
 */
export function createRunActions(
  context: SessionContext,
  data: { ensurePrepared(wanted: Preparation): Promise<void>; cancelData(): void; stopMeasuring(): void },
  ended: { trained(): Promise<void>; unended(): Promise<void> },
  recorder: RunRecorder,
  renewEngine: () => Promise<Problem | null>,
): RunActions {
  const { store, engine } = context;
  const recovery = createRecovery();
  /** While it is replaced the engine must not be asked for anything. */
  let isRenewing = false;
  const failed = (problem: Problem) => store.dispatch({ type: 'run.failed', problem });

  /** One attempt at a run. Gives the problem that it failed with, or null where it came to an end. */
  const attempt = async (wanted: Attempt): Promise<Problem | null> => {
    let problem: Problem | null = null;
    await guarded(
      'The run',
      (found) => (problem = found),
      () => train(wanted),
    );
    return problem;
  };

  const train = async ({ paused, allowNonFinite, group, goesOn, isKept, from, mostAtOnce, interrupted }: Attempt) => {
    data.stopMeasuring();
    const { config } = store.getState();
    store.dispatch({ type: 'run.starting', config, from, interrupted });
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
    const what = { config, classes: dataset.classes, split, labels };
    recorder.begun(group);
    const report = await unlessAborted(
      engine().call('run.start', { ...what, allowNonFinite, memoryBytes, mostAtOnce, paused, ...keep }),
    );
    if (!report) return store.dispatch({ type: 'run.cancelled' });
    const predictions = await engine().call('run.predictions', null);
    store.dispatch({ type: 'adapter.changed', origin: 'trained', config: null });
    store.dispatch({ type: 'run.ended', report, predictions });
  };

  /** What a run whose engine was lost is tried again with, on a new one; null where it has ended. */
  const interrupted = async (
    problem: Problem,
    before: Attempt,
    status = store.getState().run.status,
  ): Promise<Attempt | null> => {
    const { keptStep, ...run } = store.getState().run;
    const decision = recovery.after(problem, { ...run, keptStep });
    if (decision?.kind !== 'go-on') {
      failed(decision?.problem ?? problem);
      if (decision) await renewed();
      return null;
    }
    const { note, mostAtOnce } = decision;
    store.dispatch({ type: 'run.interrupted', problem: note });
    const again = await renewed();
    const now = store.getState().run.status;
    const goOn = { ...before, mostAtOnce: mostAtOnce ?? before.mostAtOnce };
    if (again) return interrupted(again, goOn, now === 'stopping' ? now : status);
    const from = keptStep === null ? null : (await engine().call('checkpoint.find', null)).run;
    if (status === 'stopping' || now === 'stopping') {
      store.dispatch({ type: 'run.cancelled' });
      return null;
    }
    return {
      ...goOn,
      paused: status === 'paused',
      from,
      goesOn: from !== null,
      interrupted: note,
    };
  };

  const renewed = async () => {
    isRenewing = true;
    return renewEngine().finally(() => (isRenewing = false));
  };

  const start: RunActions['startRun'] = async ({ group = null, goesOn = false, ...options } = {}) => {
    if (runUnderWay(store)) return;
    const from = goesOn ? store.getState().unended.run : null;
    const first = { paused: false, allowNonFinite: false, isKept: !group, mostAtOnce: null, interrupted: null };
    for (let next: Attempt | null = { ...first, ...options, group, goesOn, from }; next;) {
      const problem = await attempt(next);
      next = problem && (await interrupted(problem, next));
    }
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
        if (!isRenewing) await engine().call('run.stop', null);
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
