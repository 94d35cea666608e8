import { segmentName } from '../audio/segmentName';
import { isAbort, problemOf, type Problem } from '../core/problem';
import { Pace } from '../core/progress';
import type { Clip } from '../dataset/types';
import type { ClipFacts } from '../store/state';
import type { Preparation } from '../training/preparation';
import type { AudioPool } from '../worker/audioPool';
import type { StoredClip } from '../worker/protocol';
import type { SessionContext } from './context';

/** How a clip was last prepared, and whether the engine had room to keep it. */
export interface Held extends Preparation {
  readonly resident: boolean;
}

/** What the engine holds, or knows to be usable, by id. */
export type Ledger = Map<string, Held>;

/** Whether a clip prepared so serves one that is wanted so. One that was not kept is prepared again as it is needed. */
export function covers(held: Held | undefined, wanted: Preparation): boolean {
  if (held === undefined) return false;
  if (!held.resident) return true;
  const hasWave = !wanted.waves || (held.waves && held.whole === wanted.whole);
  return hasWave && held.frontEnd === wanted.frontEnd && held.frames >= wanted.frames;
}

/** One clip through the audio workers. */
export function prepareOne(pool: AudioPool, clip: Clip, preparation: Preparation, signal?: AbortSignal) {
  const { frontEnd, frames, waves: keepWave, whole } = preparation;
  return pool.run('prepare', clip.source, { frontEnd, frames, keepWave, whole, segment: clip.segment }, signal);
}

/** What is moved, not copied, with clips. */
export function buffersOf(clips: readonly StoredClip[]): ArrayBufferLike[] {
  return clips.flatMap(({ features, wave }) => (wave ? [features.data.buffer, wave.buffer] : [features.data.buffer]));
}

/** Results go to the engine in bunches: once in this many milliseconds. */
const BUNCH_MS = 120;
/** Clips that wait for the engine at most, beside those that it is being given: decoding then waits for it. */
export const MOST_WAITING = 64;
/** To the store once they are this share of what it knows: each time it makes its list anew, however long it has become. */
const NEWS_SHARE = 1 / 32;

/**
 * Decodes clips and computes their features in the audio workers, and hands them to the engine, which keeps those that it
 * has room for. A clip that cannot be used becomes a problem; the others go on. `ledger` notes what the engine has got.
 * Returns the ids that are usable; an abort ends early with those done so far.
 */
export async function prepareClips(
  { store, pool, engine }: SessionContext,
  clips: readonly Clip[],
  preparation: Preparation,
  signal: AbortSignal,
  ledger: Ledger,
): Promise<ReadonlySet<string>> {
  const usable = new Set<string>();
  const pace = new Pace();
  let done = 0;
  let next = 0;
  let bunch: StoredClip[] = [];
  let news: { facts: [string, ClipFacts][]; problems: Problem[] } = { facts: [], problems: [] };
  let last = performance.now();
  let handing: Promise<void> | null = null;

  const tell = (isLast: boolean) => {
    const progress = {
      stage: 'decode',
      done,
      total: clips.length,
      unit: 'clips',
      secondsLeft: pace.secondsLeft(done, clips.length),
    } as const;
    const { facts, problems } = store.getState().data;
    const fresh = news.facts.length + news.problems.length;
    if (!isLast && fresh < NEWS_SHARE * (facts.size + problems.length)) {
      store.dispatch({ type: 'data.progress', progress });
      return;
    }
    store.dispatch({ type: 'data.prepared', ...news, progress });
    news = { facts: [], problems: [] };
  };

  const flush = async (isLast = false) => {
    const stored = bunch;
    bunch = [];
    last = performance.now();
    if (stored.length > 0) {
      const ids = stored.map(({ id }) => id);
      const refused = new Set(await engine().call('clips.put', stored, { transfer: buffersOf(stored) }));
      for (const id of ids) ledger.set(id, { ...preparation, resident: !refused.has(id) });
    }
    tell(isLast);
  };

  const one = async (clip: Clip) => {
    try {
      const prepared = await prepareOne(pool, clip, preparation, signal);
      const { features, wave, seconds, sampleRate, channelCount, warnings } = prepared;
      bunch.push({ id: clip.id, features, wave });
      news.facts.push([clip.id, { seconds, sampleRate, channelCount }]);
      news.problems.push(...warnings);
      usable.add(clip.id);
    } catch (error) {
      if (isAbort(error)) return;
      news.problems.push(problemOf(error, segmentName(clip.source.path, clip.segment)));
    }
    done++;
    await handOver();
  };

  /** One bunch at a time; where the engine is behind, this clip's lane waits for it. */
  const handOver = async () => {
    while (handing && bunch.length >= MOST_WAITING) await handing;
    if (handing || (bunch.length < MOST_WAITING && performance.now() - last < BUNCH_MS)) return;
    handing = flush().finally(() => (handing = null));
    await handing;
  };

  const lane = async () => {
    while (next < clips.length && !signal.aborted) {
      const clip = clips[next++];
      if (clip) await one(clip);
    }
  };
  // Two lanes a worker keep every worker busy while a bunch is handed over.
  await Promise.all(Array.from({ length: pool.size * 2 }, lane));
  await flush(true);
  return usable;
}
