import { createJob, guarded, type SessionContext } from './context';
import type { Session } from './session';

/** Attention maps of the chosen clip, before and after training. */
export function createLookActions({ store, engine }: SessionContext): Pick<Session, 'look'> {
  const job = createJob();

  const recompute = () =>
    guarded(
      'The attention maps',
      (problem) => store.dispatch({ type: 'look.failed', problem }),
      async () => {
        const signal = job.start();
        const { look, config, data, adapter, run } = store.getState();
        if (look.clip === null || !data.split) return;
        store.dispatch({ type: 'look.busy' });
        const view = {
          frontEnd: config.frontEnd,
          frames: config.frames,
          stride: config.stride,
          normalisation: config.normalisation,
          train: data.split.train,
        };
        const request = { clip: look.clip, column: look.column, view };
        const before = await engine().call('attention.maps', { ...request, stage: 'before' }, { signal });
        const trained = adapter.origin !== null || run.steps.length > 0;
        const after = trained
          ? await engine().call('attention.maps', { ...request, stage: 'after' }, { signal })
          : null;
        const spectrogram = await engine().call(
          'clips.features',
          { id: look.clip, frontEnd: config.frontEnd },
          { signal },
        );
        store.dispatch({ type: 'look.ready', spectrogram, before, after });
      },
    );

  return {
    async look(patch) {
      store.dispatch({ type: 'look.changed', patch });
      if ('clip' in patch || 'column' in patch) await recompute();
    },
  };
}
