import { describe, expect, it } from 'vitest';
import type { PreparedClip } from '../audio/types';
import { fail, warning } from '../core/problem';
import type { Clip } from '../dataset/types';
import { createAppStore } from '../store/store';
import type { AudioPool } from '../worker/audioPool';
import type { EngineClient } from '../worker/engineClient';
import type { StoredClip } from '../worker/protocol';
import { DEFAULT_PREPARATION } from '../training/preparation';
import { MOST_WAITING, prepareClips } from './prepare';

const clipOf = (i: number): Clip => ({
  id: `${i}`,
  source: { kind: 'file', path: `${i}.wav`, size: 0, file: new File([], `${i}.wav`) },
  labels: [0],
  part: null,
  fold: null,
  segment: null,
  group: null,
});
const CLIPS = Array.from({ length: 30 }, (_, i) => clipOf(i));

const prepared = (path: string): PreparedClip => ({
  features: { data: new Float32Array(128), frames: 1, bins: 128 },
  wave: null,
  seconds: 1,
  sampleRate: 8000,
  channelCount: 2,
  warnings: path === '3.wav' ? [warning('audio.silent', path, 'is silent.', 'Check it.')] : [],
});

/** A session whose audio workers do as `decode` says, by path. */
function contextOf(decode: (path: string) => Promise<PreparedClip>) {
  const stored: StoredClip[] = [];
  let atOnce = 0;
  let most = 0;
  const pool: AudioPool = {
    size: 2,
    async run(_, source, __, signal) {
      signal?.throwIfAborted();
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 1));
      atOnce--;
      signal?.throwIfAborted();
      return (await decode(source.path)) as never;
    },
  };
  const client: EngineClient = {
    async call(_, input) {
      stored.push(...(input as unknown as StoredClip[]));
      return [] as never;
    },
    terminate: () => undefined,
  };
  const store = createAppStore();
  return { store, pool, engine: () => client, stored, most: () => most };
}

const never = new AbortController().signal;

describe('prepareClips', () => {
  it('hands every clip to the engine once, with its facts and warnings to the store', async () => {
    const context = contextOf(async (path) => prepared(path));
    const usable = await prepareClips(context, CLIPS, DEFAULT_PREPARATION, never, new Map());
    const ids = CLIPS.map(({ id }) => id);
    expect([...usable].sort()).toEqual(ids.toSorted());
    expect(context.stored.map(({ id }) => id).sort()).toEqual(ids.toSorted());
    const { data } = context.store.getState();
    expect(data.facts.size).toBe(30);
    expect(data.facts.get('7')).toEqual({ seconds: 1, sampleRate: 8000, channelCount: 2 });
    expect(data.problems.map(({ code, subject }) => `${code} ${subject}`)).toEqual(['audio.silent 3.wav']);
    expect(data.progress).toMatchObject({ stage: 'decode', done: 30, total: 30 });
  });

  it('keeps at most two sounds a worker in the queue', async () => {
    const context = contextOf(async (path) => prepared(path));
    await prepareClips(context, CLIPS, DEFAULT_PREPARATION, never, new Map());
    expect(context.most()).toBeLessThanOrEqual(4);
    expect(context.most()).toBeGreaterThan(1);
  });

  it('waits for an engine that takes nothing: no more clips are decoded than may wait for it', async () => {
    const many = Array.from({ length: 400 }, (_, i) => clipOf(i));
    let asked = 0;
    const context = contextOf(async (path) => {
      asked++;
      return prepared(path);
    });
    let take = () => {};
    const taken = new Promise<void>((resolve) => (take = resolve));
    const busy: EngineClient = {
      async call() {
        await taken;
        return [] as never;
      },
      terminate: () => undefined,
    };
    const done = prepareClips({ ...context, engine: () => busy }, many, DEFAULT_PREPARATION, never, new Map());
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const held = asked;
    take();
    await done;
    const lanes = 2 * context.pool.size;
    expect(held, 'clips decoded for an engine that does not answer').toBeLessThanOrEqual(2 * (MOST_WAITING + lanes));
    expect(asked).toBe(many.length);
  });

  it('goes on past a clip that cannot be used', async () => {
    const context = contextOf(async (path) => {
      if (path === '5.wav') return fail('audio.empty', path, 'is empty.', 'Leave it out.');
      if (path === '6.wav') throw new TypeError('broken');
      return prepared(path);
    });
    const usable = await prepareClips(context, CLIPS, DEFAULT_PREPARATION, never, new Map());
    expect(usable.size).toBe(28);
    expect(usable.has('5') || usable.has('6')).toBe(false);
    const { problems, progress } = context.store.getState().data;
    expect(problems.map(({ subject }) => subject).sort()).toEqual(['3.wav', '5.wav', '6.wav']);
    expect(progress?.done).toBe(30);
  });

  it('ends early where it is aborted, with those done so far', async () => {
    const controller = new AbortController();
    const context = contextOf(async (path) => {
      if (path === '9.wav') controller.abort();
      return prepared(path);
    });
    const usable = await prepareClips(context, CLIPS, DEFAULT_PREPARATION, controller.signal, new Map());
    expect(usable.size).toBeGreaterThan(5);
    expect(usable.size).toBeLessThan(30);
    expect(context.stored.map(({ id }) => id).sort()).toEqual([...usable].sort());
    expect(context.store.getState().data.problems.map(({ code }) => code)).not.toContain('unexpected');
  });
});
