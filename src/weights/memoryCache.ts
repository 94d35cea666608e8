import { assertCacheKey, type ModelCache, type PartialFile } from './modelCache';

/** A `ModelCache` that lasts as long as the page: for browsers without private storage, and for tests. */
export function createMemoryCache(): ModelCache {
  const whole = new Map<string, Blob>();
  const unfinished = new Map<string, Blob>();

  const openPartial = async (key: string): Promise<PartialFile> => {
    assertCacheKey(key);
    let held = unfinished.get(key) ?? new Blob();
    const keep = (content: Blob): void => {
      held = content;
      unfinished.set(key, content);
    };
    return {
      get bytes() {
        return held.size;
      },
      append: async (chunk) => keep(new Blob([held, chunk.slice()])),
      clear: async () => keep(new Blob()),
      content: async () => held,
      finish: async () => {
        whole.set(key, held);
        unfinished.delete(key);
      },
      close: async () => undefined,
    };
  };

  return {
    get: async (key) => whole.get(key) ?? null,
    put: async (key, content) => {
      assertCacheKey(key);
      whole.set(key, content);
    },
    openPartial,
    list: async () => [...whole].map(([key, { size }]) => ({ key, bytes: size })),
    remove: async (key) => {
      whole.delete(key);
      unfinished.delete(key);
    },
  };
}
