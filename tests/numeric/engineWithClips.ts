import { featuresOf, FRONT_ENDS } from '../../src/audio/frontEnds';
import { DEFAULT_CONFIG, type RunConfig } from '../../src/training/config';
import type { CheckpointPlace } from '../../src/worker/checkpointFolder';
import { createEngine } from '../../src/worker/engine';
import type { ClipsWanted, EngineEvent, FetchedClip, RunRequest, StoredClip } from '../../src/worker/protocol';
import { problemFrom } from '../weights/checkpoints';
import { goldens } from './goldens';
import { normals } from './random';
import { planOf } from './tinyBackbone';

/** The classes of the clips, in turn. */
export const CLASSES = ['a', 'b', 'c'];
/** Two epochs of two steps. */
export const BASE: RunConfig = {
  ...DEFAULT_CONFIG,
  adapters: planOf('time', 'frequency', 2),
  frames: 32,
  epochs: 2,
  batch: 4,
  specAugment: { frequency: 10, time: 8 },
};
export const signal = new AbortController().signal;

/** Twelve clips. */
export function clipsOf(frontEnd: RunConfig['frontEnd']): readonly StoredClip[] {
  return Array.from({ length: 12 }, (_, i) => {
    const tone = 0.05 * (1 + (i % 3));
    // Shorter than a window, about one, and several.
    const wave = normals(2500 + 2000 * (i % 5), i + 1, 0.1).map((value, at) => value + 0.3 * Math.sin(at * tone));
    return { id: `c${i}`, features: featuresOf(FRONT_ENDS[frontEnd], wave), wave };
  });
}

/** A run on them: seven to train on, three to validate, two to test. */
export function requestOf(config: RunConfig, labels: (i: number) => readonly number[] = (i) => [i % 3]): RunRequest {
  const ids = clipsOf('epic').map(({ id }) => id);
  return {
    config,
    classes: CLASSES,
    split: { train: ids.slice(0, 7), validation: ids.slice(7, 10), test: ids.slice(10) },
    labels: Object.fromEntries(ids.map((id, i) => [id, labels(i)])),
    allowNonFinite: false,
    memoryBytes: 4e9,
    paused: false,
  };
}

/** An engine with the clips, a budget for them, and a page that answers its wishes as `fetch` says. */
export async function engineWithClips(
  frontEnd: RunConfig['frontEnd'],
  budget: number,
  fetch: (clip: StoredClip) => Promise<StoredClip> = async (clip) => clip,
  place: CheckpointPlace | null = null,
) {
  const clips = clipsOf(frontEnd);
  const events: EngineEvent[] = [];
  const wanted: string[] = [];
  const page = async (event: ClipsWanted) => {
    for (const { request, id } of event.clips) {
      wanted.push(id);
      const clip = clips.find((one) => one.id === id) as StoredClip;
      void fetch(clip).then(
        (fetched) => engine['clips.fetched']([{ request, clip: structuredClone(fetched) }], signal),
        async (error: unknown) => {
          const problem = await problemFrom(() => Promise.reject(error));
          return engine['clips.fetched']([{ request, problem } satisfies FetchedClip], signal);
        },
      );
    }
  };
  const engine = createEngine(
    (event) => {
      if (event.type === 'clips.wanted') void page(event);
      else if (event.type !== 'clips.unwanted') events.push(event);
    },
    budget,
    undefined,
    undefined,
    place,
  );
  const weights = new File([goldens.blob('deit_timm.safetensors')], 'deit_timm.safetensors');
  const heads = new File(['{"heads": 3}'], 'config.json');
  await engine['backbone.load']({ kind: 'files', weights, config: heads }, signal);
  const refused = await engine['clips.put'](structuredClone(clips) as StoredClip[], signal);
  const steps = () => events.flatMap((event) => (event.type === 'run.steps' ? event.points : []));
  const start = (request: RunRequest) => engine['run.start'](request, signal);
  return { engine, events, wanted, refused, steps, start, clips };
}
