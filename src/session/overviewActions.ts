import { overviewChoice, overviewKey } from '../attention/choose';
import { fail } from '../core/problem';
import { createJob, guarded, type SessionContext } from './context';
import type { Session } from './session';

/** The maps of every layer and head, for the panel that the overview is of; and a map as it sounds. */
export function createOverviewActions({
  store,
  engine,
  pool,
}: SessionContext): Pick<Session, 'lookOver' | 'attendedAudio'> {
  const job = createJob();
  return {
    async attendedAudio(id, how) {
      const clip = store.getState().data.dataset?.clips.find((one) => one.id === id);
      if (!clip) return fail('data.no-clip', id, 'is not loaded.', 'Load the data again.');
      return pool.run('attended', clip.source, { ...how, segment: clip.segment });
    },

    lookOver: () =>
      guarded(
        'The layers and heads',
        (problem) => store.dispatch({ type: 'look.failed', problem }),
        async () => {
          const { look, config, data } = store.getState();
          const panel = look.panels[look.overviewPanel];
          const of = overviewKey(look);
          const columns = overviewChoice(look);
          if (!of || !columns || !panel || !data.split || look.clip === null || look.overview?.of === of) return;
          const { frontEnd, frames, stride, normalisation } = config;
          const view = { frontEnd, frames, stride, normalisation, train: data.split.train };
          const request = { clip: look.clip, source: panel.source, view, reading: look.reading, columns };
          const maps = await engine().call('look.overview', request, { signal: job.start() });
          store.dispatch({ type: 'look.overview', overview: { of, maps } });
        },
      ),
  };
}
