import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeFolder } from '../../tests/weights/fakeFolder';
import { problemFrom } from '../../tests/weights/checkpoints';
import { createMemoryCache } from './memoryCache';
import { createOpfsCache, openModelsFolder } from './opfsCache';
import type { ModelCache } from './modelCache';

const KEY = `file-${'0'.repeat(64)}`;
const OTHER = `model-${'1'.repeat(64)}`;
const chunk = (...values: number[]): Uint8Array => Uint8Array.from(values);
const bytesOf = async (content: Blob | null): Promise<number[]> => [
  ...new Uint8Array((await content?.arrayBuffer()) ?? []),
];

afterEach(() => vi.unstubAllGlobals());

describe.each<[string, () => ModelCache]>([
  ['in memory', createMemoryCache],
  ['in the private file system', () => createOpfsCache(fakeFolder().handle, 4)],
])('a model cache %s', (_, create) => {
  it('keeps contents, replaces them and removes them', async () => {
    const cache = create();
    expect(await cache.get(KEY)).toBeNull();
    await cache.put(KEY, new Blob(['first, and longer']));
    await cache.put(KEY, new Blob(['second']));
    await cache.put(OTHER, new Blob());
    expect(await (await cache.get(KEY))?.text()).toBe('second');
    expect((await cache.get(OTHER))?.size).toBe(0);
    expect([...(await cache.list())].sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual([
      { key: KEY, bytes: 6 },
      { key: OTHER, bytes: 0 },
    ]);
    await cache.remove(KEY);
    await cache.remove(KEY);
    expect(await cache.get(KEY)).toBeNull();
    expect(await cache.list()).toHaveLength(1);
  });

  it('keeps an unfinished download apart until it is finished', async () => {
    const cache = create();
    const first = await cache.openPartial(KEY);
    for (const part of [chunk(1, 2, 3), chunk(4, 5), chunk(6)]) await first.append(part);
    expect(first.bytes).toBe(6);
    expect(await cache.get(KEY)).toBeNull();
    expect(await cache.list()).toEqual([]);
    await first.close();

    const second = await cache.openPartial(KEY);
    expect(second.bytes).toBe(6);
    await second.append(chunk(7));
    expect(await bytesOf(await second.content())).toEqual([1, 2, 3, 4, 5, 6, 7]);
    await second.finish();
    await second.close();
    expect(await bytesOf(await cache.get(KEY))).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('starts a download again from nothing', async () => {
    const cache = create();
    const partial = await cache.openPartial(KEY);
    await partial.append(chunk(1, 2, 3, 4, 5, 6));
    await partial.clear();
    expect(partial.bytes).toBe(0);
    await partial.append(chunk(9));
    await partial.finish();
    expect(await bytesOf(await cache.get(KEY))).toEqual([9]);
  });

  it('copies what it is given', async () => {
    const cache = create();
    const partial = await cache.openPartial(KEY);
    const mine = chunk(1, 2);
    await partial.append(mine);
    mine.fill(0);
    expect(await bytesOf(await partial.content())).toEqual([1, 2]);
  });

  it('takes no key that others made', async () => {
    for (const key of ['x', '../file', `file-${'0'.repeat(63)}`, `file-${'G'.repeat(64)}`]) {
      await expect(create().put(key, new Blob())).rejects.toThrow('Not a cache key');
      await expect(create().openPartial(key)).rejects.toThrow('Not a cache key');
    }
  });
});

describe('the private file system', () => {
  it('gives no content whose parts were lost or cut', async () => {
    const folder = fakeFolder();
    const cache = createOpfsCache(folder.handle, 2);
    const partial = await cache.openPartial(KEY);
    for (const part of [chunk(1, 2), chunk(3, 4), chunk(5)]) await partial.append(part);
    await partial.finish();
    await partial.close();
    expect([...folder.files.keys()]).toEqual([`${KEY}.00000`, `${KEY}.00001`, `${KEY}.00002`, `${KEY}.whole`]);
    folder.files.set(`${KEY}.00001`, new Blob(['x']));
    expect(await cache.get(KEY)).toBeNull();
    folder.files.delete(`${KEY}.00001`);
    expect(await cache.get(KEY)).toBeNull();
  });

  it('goes on after a part that was never written', async () => {
    const folder = fakeFolder();
    const cache = createOpfsCache(folder.handle, 2);
    folder.files.set(`${KEY}.00000`, new Blob(['ab']));
    folder.files.set(`${KEY}.00001`, new Blob());
    const partial = await cache.openPartial(KEY);
    expect(partial.bytes).toBe(2);
    await partial.append(chunk(99));
    expect(await (await partial.content()).text()).toBe('abc');
  });

  it('says so when there is no more room', async () => {
    const folder = fakeFolder();
    const cache = createOpfsCache(folder.handle, 2);
    folder.room = 3;
    const partial = await cache.openPartial(KEY);
    await partial.append(chunk(1, 2));
    expect((await problemFrom(() => partial.append(chunk(3, 4)))).code).toBe('weights.cache.full');
  });

  it('lets one tab download a model at a time', async () => {
    const held = new Set<string>();
    const request = async (name: string, _: unknown, run: (lock: object | null) => Promise<void>): Promise<void> => {
      if (held.has(name)) return run(null);
      held.add(name);
      await run({ name }).finally(() => held.delete(name));
    };
    vi.stubGlobal('navigator', { locks: { request } });
    const cache = createOpfsCache(fakeFolder().handle);
    const mine = await cache.openPartial(KEY);
    expect((await problemFrom(() => cache.openPartial(KEY))).code).toBe('weights.cache.busy');
    await mine.close();
    await expect.poll(() => held.size).toBe(0);
    await (await cache.openPartial(KEY)).close();
  });

  it('may be denied', async () => {
    vi.stubGlobal('navigator', {
      storage: { getDirectory: () => Promise.reject(new DOMException('', 'SecurityError')) },
    });
    expect(await openModelsFolder()).toBeNull();
  });
});
