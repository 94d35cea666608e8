import { readAdapterFiles, zipAdapter } from '../bundle/zip';
import { planTitle } from '../model/adapters';
import { isWindowed } from '../training/preparation';
import { createJob, guarded, isSuperseded, type SessionContext } from './context';
import { modelInUse } from './modelInUse';
import type { Session } from './session';

/** Export, import, and predicting with what is in the model. */
export function createAdapterActions(
  { store, engine, pool }: SessionContext,
  lookAgain: () => Promise<void>,
): Pick<Session, 'exportAdapter' | 'importAdapter' | 'predictFiles' | 'stopPredicting'> {
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

  return {
    async exportAdapter() {
      const files = await engine().call('adapter.export', null);
      const { method, adapters } = files.config.run;
      const what = method === 'loaa' ? planTitle(adapters) : method;
      const name = `loaa-${what}`
        .replace(/[^\w-]+/g, '-')
        .replace(/-+$/, '')
        .toLowerCase();
      return { name: `${name}.zip`, blob: await zipAdapter(files) };
    },

    importAdapter: (files) =>
      guarded(
        'The adapter',
        (problem) => store.dispatch({ type: 'adapter.refused', problem }),
        async () => {
          const config = await engine().call('adapter.import', await readAdapterFiles(files));
          store.dispatch({ type: 'adapter.changed', origin: 'imported', config });
          await lookAgain();
        },
      ),

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
