import { fail } from '../core/problem';
import { takeDropped, walkWhole } from '../files/drop';
import type { ByteSource } from '../files/source';
import { walkFileList } from '../files/walk';
import { MOST_NAME, MOST_NOTES, type RunEntry, type StoredRun } from '../runs/record';
import { subjectData } from '../sweep/fingerprint';
import { judgedWithout } from '../store/openedRun';
import { guarded, runUnderWay, type SessionContext } from './context';
import type { RunLibrary } from './runLibrary';
import type { Session } from './session';

type LibraryActions = Pick<
  Session,
  | 'restoreRuns'
  | 'keepRuns'
  | 'editRun'
  | 'deleteRuns'
  | 'undoDelete'
  | 'pinBaseline'
  | 'exportRuns'
  | 'importRuns'
  | 'dropRuns'
  | 'runDetails'
  | 'adoptRun'
  | 'openRun'
  | 'loadRunAdapter'
>;

/** What a person can do with kept runs. */
export function createLibraryActions(
  { store, engine }: SessionContext,
  library: RunLibrary,
  hands: Pick<Session, 'configure' | 'setSplit'>,
  lookAgain: () => Promise<void>,
): LibraryActions {
  /** The runs that the last deletion took. */
  let trash: readonly StoredRun[] = [];
  const told = (subject: string, work: () => Promise<void>) =>
    guarded(subject, (problem) => store.dispatch({ type: 'library.problem', problem }), work);
  const runOf = (id: string) => store.getState().library.runs.find((run) => run.id === id);
  const nameOf = (id: string) => runOf(id)?.name ?? 'The run';

  /** Keeps the runs among files. @param all what the files are called together */
  const take = (all: string, files: () => Promise<readonly ByteSource[]>) =>
    told(all, async () => {
      const { readRuns } = await import('../runs/readRuns');
      await library.restore();
      const runs = await readRuns(await files(), all);
      await library.keep(runs.filter(({ record }) => !runOf(record.id)).map(imported));
      store.dispatch({ type: 'library.problem', problem: null });
    });
  const isOn = (run: Pick<RunEntry, 'data'>) => {
    const { dataset } = store.getState().data;
    return dataset !== null && subjectData(dataset).digest === run.data.fingerprint;
  };
  const adoptRun: Session['adoptRun'] = (id) => {
    const run = runOf(id);
    if (!run) return;
    hands.configure(run.config);
    if (isOn(run)) hands.setSplit(run.data.split);
  };

  /** A run's adapter into the model. @throws ProblemError where another backbone is loaded */
  const load = async (id: string) => {
    const files = await library.adapter(id);
    const { backbone } = files.config;
    const { summary } = store.getState().backbone;
    if (summary?.sha256 !== backbone.sha256) {
      const from = backbone.origin ? ` (${backbone.origin.repo})` : '';
      fail(
        'runs.other-backbone',
        nameOf(id),
        `was trained on ${backbone.name}${from}; ${summary ? `${summary.name} is loaded` : 'no backbone is loaded'}.`,
        `Load ${backbone.name} as the backbone, then load the adapter again.`,
      );
    }
    const config = await engine().call('adapter.import', files);
    store.dispatch({ type: 'adapter.changed', origin: 'imported', config });
    store.dispatch({ type: 'library.problem', problem: null });
    await lookAgain();
  };

  return {
    restoreRuns: () => library.restore(),
    keepRuns: (runs) => library.keep(runs),
    editRun: (id, { name, notes }) =>
      library.edit(id, {
        ...(name === undefined || name.trim() === '' ? {} : { name: name.trim().slice(0, MOST_NAME) }),
        ...(notes === undefined ? {} : { notes: notes.slice(0, MOST_NOTES) }),
      }),

    async deleteRuns(ids) {
      // What cannot be read back cannot be brought back either; it is deleted all the same.
      const read = await Promise.allSettled(ids.map((id) => library.stored(id)));
      trash = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      await library.remove(ids);
    },
    async undoDelete() {
      const runs = trash;
      trash = [];
      store.dispatch({ type: 'library.undone' });
      await library.keep(runs);
    },

    pinBaseline: (id) => library.setBaseline(id),

    async exportRuns(ids) {
      const { writeArchive } = await import('../runs/archive');
      const runs: StoredRun[] = [];
      for (const id of ids) runs.push(await library.stored(id));
      const day = new Date().toISOString().slice(0, 10);
      return { name: `loaa-runs-${day}.zip`, blob: await writeArchive(runs) };
    },

    importRuns: (files) => take(files[0]?.name ?? 'Nothing', async () => (await walkFileList(files)).sources),
    dropRuns(transfer) {
      const dropped = takeDropped(transfer);
      return take(dropped.entries[0]?.name ?? dropped.files[0]?.name ?? 'Nothing', async () => {
        return (await walkWhole(dropped)).sources;
      });
    },

    runDetails: (id) => library.details(id),

    adoptRun,

    openRun: (id) =>
      told(nameOf(id), async () => {
        if (runUnderWay(store)) fail('runs.busy', nameOf(id), 'cannot be opened during a run.', 'Stop the run first.');
        const { record, adapter } = await library.stored(id);
        adoptRun(id);
        const { dataset, split } = store.getState().data;
        const judged = dataset && split && isOn(record) ? { dataset, split } : judgedWithout(record);
        store.dispatch({ type: 'run.opened', record, judged });
        if (adapter) await load(id);
      }),

    loadRunAdapter: (id) => told(nameOf(id), () => load(id)),
  };
}

/** A run from a file is somebody's, but was not made here; examples stay examples. */
function imported(run: StoredRun): StoredRun {
  const { origin } = run.record;
  return { ...run, record: { ...run.record, origin: origin === 'example' ? origin : 'imported' } };
}
