import type { LookSource } from '../attention/types';
import type { AdapterFiles } from '../bundle/types';
import { METHODS } from '../model/methods';
import type { BesideRequest } from '../worker/protocol';
import { createJob, guarded, type SessionContext } from './context';
import type { RunLibrary } from './runLibrary';
import type { Session } from './session';

type BesideActions = Pick<
  Session,
  'lookAtAdapter' | 'lookAtRun' | 'lookAtBackbone' | 'stopLoadingBeside' | 'removeBeside'
>;

/** Adapters and backbones that are loaded beside the model, to be looked at. */
export function createLookBesideActions(
  { store, engine }: SessionContext,
  setPanels: Session['setPanels'],
  library: Pick<RunLibrary, 'adapter'>,
): BesideActions {
  const job = createJob();
  let last = 0;

  /** Loads it, and shows it in a panel in place of the one at `at`. */
  const load = (
    at: number,
    subject: string,
    ask: (id: string) => Promise<{ request: BesideRequest; title?: string }>,
  ) =>
    guarded(
      subject,
      (problem) => store.dispatch({ type: 'look.failed', problem }),
      async () => {
        const signal = job.start();
        store.dispatch({ type: 'look.loading', loading: 'starting' });
        try {
          const { request, title } = await ask(`beside ${++last}`);
          const name = await engine().call('look.load', request, { signal });
          const { kind, id } = request;
          store.dispatch({ type: 'look.loaded', beside: { kind, id, title: title ?? name } });
          const sources = store.getState().look.panels.map(({ source }) => source);
          const kept = sources.filter((source, i) => i === at || kind !== 'other' || source.kind !== 'other');
          await setPanels(kept.toSpliced(Math.min(at, kept.length), 1, { kind, id } satisfies LookSource));
        } catch (error) {
          if (signal.aborted) store.dispatch({ type: 'look.loading', loading: null });
          throw error;
        }
      },
    );

  return {
    lookAtAdapter: (picked, at) =>
      load(at, 'The adapter', async (id) => {
        const { readAdapterFiles } = await import('../bundle/zip');
        const files = await readAdapterFiles(picked);
        return { request: { kind: 'adapter', id, files }, title: titleOf(files, picked) };
      }),
    lookAtRun(run, at) {
      const title = store.getState().library.runs.find(({ id }) => id === run)?.name ?? 'The run';
      return load(at, title, async (id) => ({
        request: { kind: 'adapter', id, files: await library.adapter(run) },
        title,
      }));
    },
    lookAtBackbone: (request, at) =>
      load(at, 'The backbone', async (id) => ({ request: { kind: 'other', id, request } })),
    stopLoadingBeside: () => job.cancel(),
    async removeBeside(id) {
      const sources = store.getState().look.panels.map(({ source }) => source);
      await setPanels(sources.filter((source) => !('id' in source && source.id === id)));
      store.dispatch({ type: 'look.unloaded', id });
      await engine().call('look.unload', { id });
    },
  };
}

/** The zip's name without its ending, or the method and epoch where the two files were picked. */
function titleOf({ config }: AdapterFiles, picked: readonly File[]): string {
  const zip = picked.find(({ name }) => /\.zip$/i.test(name));
  if (zip) return zip.name.replace(/\.zip$/i, '');
  return `${METHODS[config.run.method].title}${config.best ? `, epoch ${config.best.epoch}` : ''}`;
}
