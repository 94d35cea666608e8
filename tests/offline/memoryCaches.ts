/** The browser's cache storage, in memory, for Node: as much of it as the site uses. */
export function memoryCaches(): CacheStorage {
  const caches = new Map<string, Cache>();
  const urlOf = (request: RequestInfo | URL) => (request instanceof Request ? request.url : String(request));
  const newCache = () => {
    const entries = new Map<string, Response>();
    const cache: Pick<Cache, 'match' | 'put' | 'delete'> = {
      match: async (request) => entries.get(urlOf(request))?.clone(),
      // As browsers do: the body is read to its end before the entry stands.
      put: async (request, response) => {
        const body = await response.arrayBuffer();
        entries.set(urlOf(request), new Response(body, { headers: response.headers }));
      },
      delete: async (request) => entries.delete(urlOf(request)),
    };
    return cache as Cache;
  };
  const storage: Pick<CacheStorage, 'open' | 'keys' | 'delete' | 'has'> = {
    async open(name) {
      const cache = caches.get(name) ?? newCache();
      caches.set(name, cache);
      return cache;
    },
    keys: async () => [...caches.keys()],
    delete: async (name) => caches.delete(name),
    has: async (name) => caches.has(name),
  };
  return storage as CacheStorage;
}
