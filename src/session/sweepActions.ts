import { fail, problemOf, warning, type Problem } from '../core/problem';
import { createLock } from '../core/lock';
import { splitEdited } from '../dataset/editedSplit';
import { partSizes } from '../dataset/summary';
import type { RunGroup } from '../runs/record';
import { canonical } from '../sweep/canonical';
import { subjectBackbone, subjectData, subjectDifferences } from '../sweep/fingerprint';
import { resultOf } from '../sweep/resultOf';
import { readStored, storedRun } from '../sweep/stored';
import { isSameSubject, type Subject, type SweepRun } from '../sweep/types';
import type { AppState } from '../store/state';
import type { AppStore } from '../store/store';
import { guarded, runUnderWay } from './context';
import type { Session } from './session';
import { browserSweepStorage, storageProblem, type SweepStorage } from './sweepStorage';

type SweepActions = Pick<
  Session,
  'restoreSweep' | 'addRuns' | 'startSweep' | 'haltSweep' | 'removeRuns' | 'retryRuns' | 'adoptRuns' | 'clearSweep'
>;

/** What a sweep does through the session: the same calls as a person's. */
type Hands = Pick<Session, 'startRun' | 'stopRun' | 'setSplit'>;

/** What the queue's runs are about, as it is loaded now; null before both are there. */
function createSubject(store: AppStore): () => Subject | null {
  return () => {
    const { data, backbone } = store.getState();
    if (!data.dataset || !data.split || data.status !== 'ready' || !backbone.summary) return null;
    return { data: subjectData(data.dataset), backbone: subjectBackbone(backbone.summary) };
  };
}

/** The queue of runs: kept between visits, made one after the other by the same `startRun` as a single one. */
export function createSweepActions(
  store: AppStore,
  hands: Hands,
  storage: SweepStorage = browserSweepStorage(),
  now: () => Date = () => new Date(),
): SweepActions {
  const subject = createSubject(store);
  const inTurn = createLock();
  /** What the storage holds, by id. */
  let kept: ReadonlyMap<string, SweepRun> = new Map();
  let restoring: Promise<void> | null = null;

  const sweep = () => store.getState().sweep;
  const tell = (problem: Problem | null) => store.dispatch({ type: 'sweep.problem', problem });
  const failed = (problem: Problem) => {
    tell(problem);
    store.dispatch({ type: 'sweep.status', status: 'idle' });
  };

  /** Writes what has changed since the last time; a failure is told once, and tried again with the next change. */
  const keep = () =>
    inTurn(async () => {
      const wanted = new Map(sweep().runs.map((run) => [run.id, run]));
      const put = [...wanted.values()].filter((run) => kept.get(run.id) !== run);
      const remove = [...kept.keys()].filter((id) => !wanted.has(id));
      if (put.length + remove.length === 0) return;
      try {
        await storage.save(put.map(storedRun), remove);
        kept = wanted;
        if (sweep().problem?.code === 'sweep.quota') tell(null);
      } catch (error) {
        tell(storageProblem(error));
      }
    });

  const load = async () => {
    try {
      const { runs, problem } = readStored(await storage.load());
      kept = new Map(runs.map((run) => [run.id, run]));
      const mine = sweep().runs.filter(({ id }) => !kept.has(id));
      store.dispatch({ type: 'sweep.restored', runs: [...runs, ...mine], problem });
    } catch (error) {
      store.dispatch({ type: 'sweep.restored', runs: sweep().runs, problem: storageProblem(error) });
    }
  };

  /** Takes over what another tab has done since; where the storage fails, what this one knows is the better. */
  const catchUp = async () => {
    await keep();
    const { problem } = sweep();
    if (problem?.code !== 'sweep.quota' && problem?.code !== 'sweep.storage') await load();
  };

  /** The next run that fits what is loaded; where others wait for something else, that is told. */
  const next = (): SweepRun | null => {
    const waiting = sweep().runs.filter(({ state }) => state === 'waiting');
    const here = subject();
    if (!here) return null;
    const fitting = waiting.find((run) => isSameSubject(run.subject, here));
    if (fitting) return fitting;
    const [first] = waiting;
    if (first) tell(mismatch(first.subject, here, waiting.length));
    return null;
  };

  /** One run from its settings to its result, or to its problem. Returns whether the queue may go on. */
  const make = async (run: SweepRun, allowNonFinite: boolean, group: RunGroup): Promise<boolean> => {
    const { data, edits } = store.getState();
    const { dataset, splitOptions } = data;
    if (!dataset) return false;
    try {
      splitEdited(edits.base ?? dataset, dataset, run.split);
    } catch (error) {
      store.dispatch({ type: 'sweep.run-failed', id: run.id, problem: problemOf(error, 'The split') });
      return true;
    }
    store.dispatch({ type: 'sweep.run-started', id: run.id });
    if (canonical(splitOptions) !== canonical(run.split)) hands.setSplit(run.split);
    store.dispatch({ type: 'config.changed', patch: run.config });
    await hands.startRun({ allowNonFinite, group });
    return settle(run, store.getState());
  };

  const settle = (run: SweepRun, { run: ended, data, engine }: AppState): boolean => {
    if (ended.status === 'finished' && ended.report) {
      const result = resultOf(
        {
          epochs: ended.epochs,
          report: ended.report,
          clips: partSizes(data.split),
          classes: data.dataset?.classes.length ?? 0,
          backend: engine.backend,
        },
        now(),
      );
      store.dispatch({ type: 'sweep.run-done', id: run.id, result });
      return true;
    }
    if (ended.status === 'failed' && ended.problem) {
      store.dispatch({ type: 'sweep.run-failed', id: run.id, problem: ended.problem });
      if (engine.status === 'ready') return true;
      tell(ended.problem);
      return false;
    }
    store.dispatch({ type: 'sweep.run-stopped', id: run.id });
    return false;
  };

  /** The queue until it is empty or halted; then what was set on the page before is set again. */
  const work = async (allowNonFinite: boolean) => {
    const { config, data } = store.getState();
    const group = groupOf(now());
    tell(null);
    store.dispatch({ type: 'sweep.status', status: 'running' });
    try {
      for (let run = next(); run && sweep().status === 'running'; run = next()) {
        const goOn = await make(run, allowNonFinite, group);
        await keep();
        if (!goOn) break;
      }
    } finally {
      store.dispatch({ type: 'sweep.status', status: 'idle' });
      store.dispatch({ type: 'config.changed', patch: config });
      const { dataset, splitOptions } = store.getState().data;
      if (dataset && canonical(splitOptions) !== canonical(data.splitOptions)) hands.setSplit(data.splitOptions);
    }
  };

  const changed = (event: Parameters<AppStore['dispatch']>[0]) => {
    store.dispatch(event);
    void keep();
  };

  const restoreSweep = () => (restoring ??= load());

  return {
    restoreSweep,

    addRuns(planned) {
      const here = subject();
      if (!here) return tell(NOTHING_LOADED);
      changed({ type: 'sweep.added', planned, subject: here });
    },

    startSweep: ({ allowNonFinite = false } = {}) =>
      guarded('The sweep', failed, async () => {
        await restoreSweep();
        if (sweep().status !== 'idle') return;
        if (runUnderWay(store)) {
          fail('sweep.busy', 'The sweep', 'cannot start while a run is under way.', 'Wait for it, or stop it first.');
        }
        if (!subject()) return tell(NOTHING_LOADED);
        await alone(async () => {
          await catchUp();
          await work(allowNonFinite);
        });
      }),

    async haltSweep({ now: atOnce = false } = {}) {
      if (sweep().status === 'idle') return;
      store.dispatch({ type: 'sweep.status', status: atOnce ? 'stopping' : 'pausing' });
      if (atOnce && runUnderWay(store)) await hands.stopRun();
    },

    removeRuns: (ids) => changed({ type: 'sweep.removed', ids }),
    retryRuns: (ids) => changed({ type: 'sweep.retried', ids }),
    adoptRuns(ids) {
      const here = subject();
      if (!here) return tell(NOTHING_LOADED);
      tell(null);
      changed({ type: 'sweep.adopted', ids, subject: here });
    },

    async clearSweep() {
      store.dispatch({ type: 'sweep.removed', ids: sweep().runs.map(({ id }) => id) });
      tell(null);
      await inTurn(async () => {
        try {
          await storage.clear();
          kept = new Map();
        } catch (error) {
          tell(storageProblem(error));
        }
      });
      await keep();
    },
  };
}

const NOTHING_LOADED = warning(
  'sweep.nothing-loaded',
  'The sweep',
  'needs sounds and a backbone.',
  'Load sounds under Data and a backbone under Model; then it goes on.',
);

/** The runs that one start of the queue makes, under the minute of it. */
function groupOf(at: Date): RunGroup {
  const title = `Sweep of ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return { id: `sweep-${at.getTime()}`, title };
}

/** What differs between what waiting runs want and what is loaded. */
function mismatch(wanted: Subject, here: Subject, waiting: number): Problem {
  const differences = subjectDifferences(wanted, here).join('; ');
  const runs = waiting === 1 ? 'The run that is waiting' : `The ${waiting} runs that are waiting`;
  return warning(
    'sweep.other-subject',
    runs,
    `${waiting === 1 ? 'was' : 'were'} queued for something else than what is loaded: ${differences}.`,
    'Load what they were queued for, or press “Use what is loaded”.',
  );
}

/** Runs work with the queue to itself: two tabs at once would make each run twice. */
async function alone(work: () => Promise<void>): Promise<void> {
  // Absent outside secure contexts.
  const { navigator } = globalThis as { navigator?: { locks?: LockManager } };
  const locks = navigator?.locks;
  if (!locks) return work();
  await locks.request('loaa-sweep', { ifAvailable: true }, async (lock) => {
    if (!lock) {
      fail(
        'sweep.other-tab',
        'The sweep',
        'is under way in another tab of this page.',
        'Let it go on there, or stop it there.',
      );
    }
    await work();
  });
}
