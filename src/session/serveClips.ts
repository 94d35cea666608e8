import { problemOf } from '../core/problem';
import type { Clip, Dataset } from '../dataset/types';
import type { EngineClient } from '../worker/engineClient';
import type { ClipsEvent, FetchedClip } from '../worker/protocol';
import type { SessionContext } from './context';
import type { Preparation } from '../training/preparation';
import { buffersOf, prepareOne } from './prepare';

/** One clip to fetch, and for whom. */
interface Errand {
  readonly request: number;
  readonly id: string;
  readonly preparation: Preparation;
  readonly engine: EngineClient;
}

/**
 * Prepares clips again as the engine asks for them, in the order that it asks, two at a time for each audio worker, and
 * hands each over as it is done. A clip that fails is tried once more; then its problem is the answer. What the engine does
 * not want any more is left out.
 */
export function createClipServer({
  store,
  pool,
}: Pick<SessionContext, 'store' | 'pool'>): (event: ClipsEvent, engine: EngineClient) => void {
  const queue: Errand[] = [];
  const clipOf = createIndex();
  let lanes = 0;

  const answerTo = async (request: number, id: string, preparation: Preparation): Promise<FetchedClip> => {
    const clip = clipOf(store.getState().data.dataset, id);
    if (!clip) return { request, problem: gone(id) };
    const prepare = () => prepareOne(pool, clip, preparation);
    try {
      const { features, wave } = await prepare().catch(prepare);
      return { request, clip: { id, features, wave } };
    } catch (error) {
      return { request, problem: problemOf(error, id) };
    }
  };

  const run = async ({ request, id, preparation, engine }: Errand) => {
    const answer = await answerTo(request, id, preparation);
    const transfer = 'clip' in answer ? buffersOf([answer.clip]) : [];
    await engine.call('clips.fetched', [answer], { transfer });
  };

  const lane = async () => {
    for (let errand = queue.shift(); errand; errand = queue.shift()) {
      // The engine was replaced or died: whoever waits for the clip is gone too.
      await run(errand).catch(() => undefined);
    }
    lanes--;
  };

  return (event, engine) => {
    if (event.type === 'clips.unwanted') {
      const dropped = new Set(event.requests);
      const rest = queue.filter((errand) => errand.engine !== engine || !dropped.has(errand.request));
      queue.splice(0, queue.length, ...rest);
      return;
    }
    const { clips, preparation } = event;
    queue.push(...clips.map((clip) => ({ ...clip, preparation, engine })));
    while (lanes < 2 * pool.size && queue.length > 0) {
      lanes++;
      void lane();
    }
  };
}

/** Looks clips up by id, in an index of the data set made once. */
function createIndex(): (dataset: Dataset | null, id: string) => Clip | undefined {
  let of: Dataset | null = null;
  let byId: ReadonlyMap<string, Clip> = new Map();
  return (dataset, id) => {
    if (of !== dataset) {
      byId = new Map((dataset?.clips ?? []).map((clip) => [clip.id, clip]));
      of = dataset;
    }
    return byId.get(id);
  };
}

function gone(subject: string) {
  const cause = 'is not of the data set any more.';
  return { code: 'data.no-clip', subject, cause, cure: 'Start the run again.', severity: 'error' } as const;
}
