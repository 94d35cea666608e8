import { fail, type Problem } from '../core/problem';
import { Random } from '../core/random';
import type { ClipMap } from '../embedding/mapState';
import { mapClips } from '../worker/mapClips';
import type { FromMap } from '../worker/mapProtocol';
import { createJob, guarded, isSuperseded, runUnderWay, type SessionContext } from './context';
import type { Session } from './session';
import { lookView } from './lookView';

/** Clips that a map holds at most: neighbours are compared pair by pair. */
const MOST_CLIPS = 10_000;

/** The maps of clips' embeddings, made on demand. A run that starts ends the making. */
export function createMapActions({ store, engine }: SessionContext): Pick<Session, 'mapClips' | 'stopMapping'> {
  const job = createJob();
  // Other sounds end a map of those before: it would be told of clips that are gone.
  store.subscribe((after, before) => {
    if (after.data.status === 'reading' && before.data.status !== 'reading') job.cancel();
  });
  const ended = (problem: Problem | null) => store.dispatch({ type: 'map.ended', problem });
  const placed = (patch: Partial<Omit<ClipMap, 'ids'>>) => store.dispatch({ type: 'map.placed', patch });

  const take = (part: FromMap) => {
    switch (part.kind) {
      case 'progress': {
        const { done, total } = part;
        const progress = { stage: part.stage, done, total, unit: UNITS[part.stage], secondsLeft: null } as const;
        return store.dispatch({ type: 'map.progress', progress });
      }
      case 'components':
        return placed({ components: part.places, shown: part.shown });
      case 'neighbours':
        return placed({ neighbours: part.neighbours });
      case 'unfolding':
        return placed({ unfolded: part.places });
      case 'done':
        return part.places ? placed({ unfolded: part.places }) : undefined;
    }
  };

  return {
    mapClips: (stage) =>
      guarded('The map', ended, async () => {
        if (runUnderWay(store))
          fail('map.busy', 'The map', 'cannot be made during a run.', 'Wait for the run, or stop it.');
        const { data, config, backbone } = store.getState();
        const { split } = data;
        if (!split || data.status !== 'ready' || !backbone.summary)
          return fail('map.nothing', 'The map', 'needs sounds and a backbone.', 'Load them first.');
        const signal = job.start();
        store.dispatch({ type: 'map.started', stage });
        try {
          const all = [...split.train, ...split.validation, ...split.test];
          const ids = Random.for(1, 'map').shuffled(all).slice(0, MOST_CLIPS);
          const vectors = await engine().call('embed.clips', { ids, stage, view: lookView(config, split) }, { signal });
          signal.throwIfAborted();
          store.dispatch({ type: 'map.embedded', ids });
          await mapClips(vectors, (part) => (signal.aborted ? undefined : take(part)), signal);
          ended(null);
        } catch (error) {
          if (signal.aborted && !isSuperseded(signal)) ended(null);
          throw error;
        }
      }),
    stopMapping: () => job.cancel(),
  };
}

const UNITS = { neighbours: 'clips', unfold: 'passes' } as const;
