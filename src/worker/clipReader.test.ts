import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../tests/weights/checkpoints';
import { warning } from '../core/problem';
import { DEFAULT_PREPARATION } from '../training/preparation';
import { createClipFetcher } from './clipFetcher';
import { createClipSource, type Ahead } from './clipReader';
import { createClipStore } from './clipStore';
import type { StoredClip } from './protocol';

const BYTES = 80;
const clipOf = (id: string): StoredClip => ({
  id,
  features: { data: new Float32Array(BYTES / 4).fill(Number(id)), frames: 10, bins: 2 },
  wave: null,
});
const IDS = Array.from({ length: 40 }, (_, i) => `${i}`);
const AHEAD: Ahead = { clips: 6, bytes: 1e9, least: 1 };

/** A source over clips of which the first `held` fit; requests wait in `asked` until they are answered. */
function sourceOf(held: number, ahead = AHEAD) {
  const store = createClipStore(held * BYTES);
  store.put(IDS.map(clipOf));
  const asked: { request: number; id: string }[] = [];
  const ids: string[] = [];
  const unwanted: number[] = [];
  const fetcher = createClipFetcher((event) => {
    if (event.type === 'clips.unwanted') {
      unwanted.push(...event.requests);
      return;
    }
    asked.push(...event.clips);
    ids.push(...event.clips.map(({ id }) => id));
  });
  const answer = (count = asked.length) => {
    for (const { request, id } of asked.splice(0, count)) fetcher.take([{ request, clip: clipOf(id) }]);
  };
  return {
    source: createClipSource(store, fetcher, DEFAULT_PREPARATION, ahead),
    asked,
    ids,
    answer,
    fetcher,
    unwanted,
  };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('a reader', () => {
  it('gives held clips at once and asks for nothing', async () => {
    const { source, ids } = sourceOf(40);
    const reader = source.read(['3', '1', '3']);
    const read = [await reader.next(), await reader.next(), await reader.next(), await reader.next()];
    expect(read.map((sound) => sound?.features.data[0])).toEqual([3, 1, 3, undefined]);
    expect(ids).toEqual([]);
  });

  it('gives clips in order whatever the order of the answers, each fetched once', async () => {
    const { source, asked, ids, fetcher } = sourceOf(10);
    const reader = source.read(IDS);
    const read: number[] = [];
    for (let i = 0; i < IDS.length; i++) {
      const next = reader.next();
      for (const { request, id } of asked.splice(0).reverse()) fetcher.take([{ request, clip: clipOf(id) }]);
      read.push((await next)?.features.data[0] ?? NaN);
    }
    expect(read).toEqual(IDS.map(Number));
    expect(ids).toEqual(IDS.slice(10));
    expect(await reader.next()).toBeNull();
  });

  it('asks no further ahead than it may, in clips', async () => {
    const { source, ids, answer } = sourceOf(0);
    const reader = source.read(IDS);
    const first = reader.next();
    expect(ids.length).toBeLessThanOrEqual(AHEAD.clips + 1);
    for (let i = 0; i < 10; i++) {
      answer();
      await (i === 0 ? first : reader.next());
      expect(ids.length).toBeLessThanOrEqual(i + 2 + AHEAD.clips);
    }
  });

  it('asks no further ahead than it may, in bytes, once sizes are known', async () => {
    const { source, asked, answer } = sourceOf(0, { clips: 1000, bytes: 4 * BYTES, least: 2 });
    const reader = source.read(IDS);
    for (let i = 0; i < 20; i++) {
      const next = reader.next();
      answer(1);
      await next;
      await soon();
      expect(asked.length).toBeLessThanOrEqual(4);
    }
    expect(asked.length).toBeGreaterThan(2);
  });

  it('shares a clip that comes again before it was read', async () => {
    const { source, ids, answer } = sourceOf(0);
    const reader = source.read(['1', '2', '1', '3']);
    const first = reader.next();
    answer();
    const read = [await first, await reader.next(), await reader.next()];
    answer();
    read.push(await reader.next());
    expect(read.map((sound) => sound?.features.data[0])).toEqual([1, 2, 1, 3]);
    expect(new Set(ids)).toEqual(new Set(['1', '2', '3']));
  });

  it('fails with the problem of a clip that cannot be had, when its turn comes', async () => {
    const { source, asked, answer, fetcher } = sourceOf(0);
    const reader = source.read(['1', '2']);
    const first = reader.next();
    answer(1);
    await first;
    const request = asked[0]?.request ?? NaN;
    fetcher.take([{ request, problem: warning('files.gone', '2.wav', 'is gone.', 'Plug it in.') }]);
    expect(await problemFrom(() => reader.next())).toMatchObject({ code: 'files.gone', subject: '2.wav' });
  });

  it('answers who waits when it is closed, and takes a late answer for nothing', async () => {
    const { source, asked: open, answer, ids, unwanted } = sourceOf(0, { ...AHEAD, least: 3 });
    const reader = source.read(IDS);
    const next = reader.next();
    const requests = open.slice(1).map(({ request }) => request);
    reader.close();
    expect(await next).toBeNull();
    expect(requests.length).toBeGreaterThan(1);
    expect(unwanted).toEqual(requests);
    const asked = ids.length;
    answer();
    expect(await reader.next()).toBeNull();
    expect(ids).toHaveLength(asked);
  });
});
