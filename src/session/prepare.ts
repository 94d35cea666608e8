import { segmentName } from '../audio/segmentName';
import type { FrontEndName } from '../audio/types';
import { isAbort, problemOf, type Problem } from '../core/problem';
import { Pace } from '../core/progress';
import type { Clip } from '../dataset/types';
import type { ClipFacts } from '../store/state';
import type { StoredClip } from '../worker/protocol';
import type { SessionContext } from './context';

/** How clips are prepared: what a run asks for must not exceed it. */
export interface Preparation {
  readonly frontEnd: FrontEndName;
  /** The most frames kept of a clip. */
  readonly frames: number;
  readonly waves: boolean;
}

export const DEFAULT_PREPARATION: Preparation = { frontEnd: 'ast', frames: 1024, waves: false };

/** What the engine holds: how each clip was prepared, by id. */
export type Ledger = Map<string, Preparation>;

/** Whether a clip prepared so serves one that is wanted so. */
export function covers(held: Preparation | undefined, wanted: Preparation): boolean {
  return (
    held !== undefined &&
    held.frontEnd === wanted.frontEnd &&
    held.frames >= wanted.frames &&
    (held.waves || !wanted.waves)
  );
}

/** Results go to the engine and to the store in bunches: once in this many milliseconds. */
const BUNCH_MS = 120;

/**
 * Decodes clips and computes their features in the audio workers, and hands them to the engine. A clip that cannot be used
 * becomes a problem; the others go on. `ledger` notes what the engine has got. Returns the ids that are usable; an abort ends early with those done so far.
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
    const buffers = stored.flatMap(({ features, wave }) =>
      wave ? [features.data.buffer, wave.buffer] : [features.data.buffer],
    );
    if (stored.length > 0) await engine().call('clips.put', stored, { transfer: buffers });
    for (const { id } of stored) ledger.set(id, preparation);
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
      const { frontEnd, frames, waves: keepWave } = preparation;
      const input = { frontEnd, frames, keepWave, segment: clip.segment };
      const { features, wave, seconds, sampleRate, channelCount, warnings } = await pool.run(
        'prepare',
        clip.source,
        input,
        signal,
      );
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
