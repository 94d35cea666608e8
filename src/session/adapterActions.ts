import { takeDropped, walkWhole } from '../files/drop';
import type { RunConfig } from '../training/config';
import { planTitle } from '../model/adapters';
import { isWindowed } from '../training/preparation';
import { bundleStory } from './bundleStory';
import { createJob, guarded, isSuperseded, type SessionContext } from './context';
import { modelInUse } from './modelInUse';
import { rememberRunData } from './runData';
import type { Session } from './session';

/**
 * Export, import, and predicting with what is in the model.
 * @param base the backbone's own file where no hub has it, else null
 */
export function createAdapterActions(
  { store, engine, pool }: SessionContext,
  lookAgain: () => Promise<void>,
  base: () => Promise<Blob | null>,
): Pick<Session, 'exportAdapter' | 'exportOnnx' | 'importAdapter' | 'dropAdapter' | 'predictFiles' | 'stopPredicting'> {
  const runData = rememberRunData(store);
  const predicting = createJob();

  const predict = async (file: File) => {
    const config = modelInUse(store.getState(), file.name);
    const source = { kind: 'file', path: file.name, size: file.size, file } as const;
    const whole = isWindowed(config);
    const input = { frontEnd: config.frontEnd, frames: config.frames, keepWave: whole, whole };
    const { features, wave, seconds } = await pool.run('prepare', source, input);
    const scores = await engine().call('predict', { features, wave });
    store.dispatch({ type: 'try.ready', name: file.name, seconds, scores });
  };

  const take = (files: () => Promise<readonly File[]>) =>
    guarded(
      'The adapter',
      (problem) => store.dispatch({ type: 'adapter.refused', problem }),
      async () => {
        const { readAdapterFiles } = await import('../bundle/zip');
        const config = await engine().call('adapter.import', await readAdapterFiles(await files()));
        store.dispatch({ type: 'adapter.changed', origin: 'imported', config });
        await lookAgain();
      },
    );
  return {
    async exportAdapter() {
      const [{ bundleFiles }, { zipFiles }, { PROGRAMS }] = await Promise.all([
        import('../bundle/bundle'),
        import('../bundle/zip'),
        import('../bundle/programs'),
      ]);
      const adapter = await engine().call('adapter.export', null);
      const parity = await engine().call('adapter.parity', null);
      const story = bundleStory(store.getState(), runData(), new Date());
      const files = bundleFiles({ adapter, story, parity, programs: PROGRAMS, base: await base() });
      return { name: `${fileName(adapter.config.run)}.zip`, blob: await zipFiles(files) };
    },

    async exportOnnx(halves) {
      const bytes = await engine().call('adapter.onnx', { halves });
      const { adapter, run } = store.getState();
      const made = adapter.config?.run ?? run.config;
      return { name: `${made ? fileName(made) : 'loaa'}.onnx`, blob: new Blob([bytes]) };
    },

    importAdapter: (files) => take(async () => files),

    dropAdapter(transfer) {
      const dropped = takeDropped(transfer);
      return take(async () => {
        const { sources } = await walkWhole(dropped);
        return sources.flatMap((source) => (source.kind === 'file' ? source.file : []));
      });
    },

    async predictFiles(files) {
      const signal = predicting.start();
      store.dispatch({ type: 'try.busy', total: files.length });
      for (const file of files) {
        if (signal.aborted) break;
        await guarded(
          file.name,
          (problem) => store.dispatch({ type: 'try.failed', problem }),
          () => predict(file),
        );
      }
      if (!isSuperseded(signal)) store.dispatch({ type: 'try.ended' });
    },
    stopPredicting: () => predicting.cancel(),
  };
}

/** A file name, without ending, that tells what the adapter is. */
function fileName({ method, adapters }: RunConfig): string {
  const what = method === 'loaa' ? planTitle(adapters) : method;
  return `loaa-${what}`
    .replace(/[^\w-]+/g, '-')
    .replace(/-+$/, '')
    .toLowerCase();
}
