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

/** Results go to the engine and to the store in bunches: once in this many milliseconds. */
const BUNCH_MS = 120;

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
  let bunch: { stored: StoredClip[]; facts: [string, ClipFacts][]; problems: Problem[] } = {
    stored: [],
    facts: [],
    problems: [],
  };
  let last = performance.now();

  const flush = async () => {
    const { stored, facts, problems } = bunch;
    bunch = { stored: [], facts: [], problems: [] };
    last = performance.now();
    if (stored.length > 0) {
      const ids = stored.map(({ id }) => id);
      const refused = new Set(await engine().call('clips.put', stored, { transfer: buffersOf(stored) }));
      for (const id of ids) ledger.set(id, { ...preparation, resident: !refused.has(id) });
    }
    const progress = {
      stage: 'decode',
      done,
      total: clips.length,
      unit: 'clips',
      secondsLeft: pace.secondsLeft(done, clips.length),
    } as const;
    store.dispatch({ type: 'data.prepared', facts, problems, progress });
  };

  const one = async (clip: Clip) => {
    try {
      const prepared = await prepareOne(pool, clip, preparation, signal);
      const { features, wave, seconds, sampleRate, channelCount, warnings } = prepared;
      bunch.stored.push({ id: clip.id, features, wave });
      bunch.facts.push([clip.id, { seconds, sampleRate, channelCount }]);
      bunch.problems.push(...warnings);
      usable.add(clip.id);
    } catch (error) {
      if (isAbort(error)) return;
      bunch.problems.push(problemOf(error, segmentName(clip.source.path, clip.segment)));
    }
    done++;
    if (performance.now() - last > BUNCH_MS) await flush();
  };

  const lane = async () => {
    while (next < clips.length && !signal.aborted) {
      const clip = clips[next++];
      if (clip) await one(clip);
    }
  };
  // Two lanes a worker keep every worker busy while a bunch is handed over.
  await Promise.all(Array.from({ length: pool.size * 2 }, lane));
  await flush();
  return usable;
}
