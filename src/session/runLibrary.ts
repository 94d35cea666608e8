import type { AdapterFiles } from '../bundle/types';
import { createLock } from '../core/lock';
import { fail } from '../core/problem';
import { keptSteps } from '../training/history';
import type { RunDetails, StoredRun } from '../runs/record';
import { freeTone, type KeptRun, type RunEdit } from '../runs/state';
import { keptRun, readAdapterRow, readDetails, readEntries, rowsOf } from '../runs/stored';
import type { AppStore } from '../store/store';
import { runStorageProblem, type RunStorage } from './runStorage';

/**
 * Every run that has ended, in the browser's storage; where that is full or missing, in memory, so that nothing is lost while
 * the tab lives. What could not be stored is tried again with the next change.
 */
export interface RunLibrary {
  restore(): Promise<void>;
  keep(runs: readonly StoredRun[]): Promise<void>;
  details(id: string): Promise<RunDetails>;
  /** @throws ProblemError where the run left none */
  adapter(id: string): Promise<AdapterFiles>;
  stored(id: string): Promise<StoredRun>;
  edit(id: string, patch: RunEdit): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  setBaseline(id: string | null): Promise<void>;
}

/** Tells other tabs that something changed, and hears so from them. */
export interface Signal {
  send(): void;
  hear(changed: () => void): void;
}

export function createRunLibrary(store: AppStore, storage: RunStorage, signal: Signal): RunLibrary {
  const inTurn = createLock();
  /** What the storage did not take. */
  const unstored = new Map<string, { readonly run: StoredRun; readonly tone: number }>();
  let restoring: Promise<void> | null = null;

  const library = () => store.getState().library;
  const known = (id: string): KeptRun =>
    library().runs.find((run) => run.id === id) ??
    fail('runs.gone', 'The run', 'is not kept any more.', 'Choose another one.');

  /** Runs a change of the storage; where that fails, it is told. @returns whether it went through */
  const changing = async (work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      signal.send();
      const code = library().problem?.code;
      if (unstored.size === 0 && (code === 'runs.quota' || code === 'runs.storage')) {
        store.dispatch({ type: 'library.problem', problem: null });
      }
      return true;
    } catch (error) {
      store.dispatch({ type: 'library.problem', problem: runStorageProblem(error) });
      return false;
    }
  };

  const put = async (run: StoredRun, tone: number) => {
    unstored.set(run.record.id, { run, tone });
    await changing(async () => {
      await storage.put(rowsOf(run, tone));
      unstored.delete(run.record.id);
    });
  };

  const load = async () => {
    const mine = [...unstored.values()].map(({ run, tone }) => keptRun(run, tone));
    try {
      const { runs, problem } = readEntries(await storage.entries());
      const baseline = await storage.baseline();
      const id = typeof baseline === 'string' ? baseline : null;
      const others = runs.filter((run) => !unstored.has(run.id));
      store.dispatch({ type: 'library.restored', runs: [...others, ...mine], baseline: id, problem });
    } catch (error) {
      const { runs, baseline } = library();
      store.dispatch({ type: 'library.restored', runs, baseline, problem: runStorageProblem(error) });
    }
  };

  const restore = () => (restoring ??= inTurn(load));
  signal.hear(() => void (restoring && inTurn(load)));

  const details = async (id: string): Promise<RunDetails> => {
    const held = unstored.get(id)?.run.record;
    return held ?? readDetails(await storage.details(id), known(id).name);
  };

  const adapter = async (id: string): Promise<AdapterFiles> => {
    const { name, hasAdapter } = known(id);
    const held = unstored.get(id)?.run.adapter;
    if (held) return held;
    if (!hasAdapter) fail('runs.no-adapter', name, 'left no adapter behind.', 'Choose a run that has finished.');
    return readAdapterRow(await storage.adapter(id), name);
  };

  return {
    restore,
    details,
    adapter,

    async keep(runs) {
      await restore();
      await inTurn(async () => {
        for (const run of runs) {
          const steps = keptSteps(run.record.steps);
          const thinned = { ...run, record: { ...run.record, steps } };
          const tone = freeTone(library().runs);
          store.dispatch({ type: 'library.added', runs: [keptRun(thinned, tone)] });
          await put(thinned, tone);
        }
        for (const { run, tone } of [...unstored.values()]) await put(run, tone);
      });
    },

    async stored(id) {
      const { tone: _, hasAdapter, ...entry } = known(id);
      return { record: { ...entry, ...(await details(id)) }, adapter: hasAdapter ? await adapter(id) : null };
    },

    async edit(id, patch) {
      store.dispatch({ type: 'library.edited', id, patch });
      await inTurn(async () => {
        const held = unstored.get(id);
        if (held) await put({ ...held.run, record: { ...held.run.record, ...patch } }, held.tone);
        else await changing(() => storage.edit(id, patch));
      });
    },

    async remove(ids) {
      store.dispatch({ type: 'library.deleted', ids });
      await inTurn(async () => {
        for (const id of ids) unstored.delete(id);
        await changing(() => storage.remove(ids));
        for (const { run, tone } of [...unstored.values()]) await put(run, tone);
      });
    },

    async setBaseline(id) {
      store.dispatch({ type: 'library.baseline', id });
      await inTurn(async () => void (await changing(() => storage.setBaseline(id))));
    },
  };
}

/** The page's own channel between its tabs; silent where there is none. */
export function browserSignal(): Signal {
  const { BroadcastChannel: Channel } = globalThis as { BroadcastChannel?: typeof BroadcastChannel };
  if (!Channel) return { send: () => undefined, hear: () => undefined };
  const channel = new Channel('loaa-runs');
  return {
    send: () => channel.postMessage('changed'),
    hear: (changed) => channel.addEventListener('message', changed),
  };
}
