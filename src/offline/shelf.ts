import type { Precache, PrecacheFile } from './precache';

/** Set on what is kept: which bytes it is, so that the next version can take over a file that has not changed. */
const DIGEST = 'x-loaa-integrity';
/** An address that no file has: it is there once everything else is. */
const COMPLETE = '.complete';
const AT_ONCE = 4;

/** The kept files of one version of the site, in a cache of the browser. */
export interface Shelf {
  /** Whether every file is kept: only then is the page served from here before the network is asked. */
  isComplete(): Promise<boolean>;
  /** A kept file, or null. */
  find(file: PrecacheFile): Promise<Response | null>;
  /** What another version kept at an address, for a tab that began with it; null where none did. */
  findInOthers(address: string): Promise<Response | null>;
  /** Keeps what is not kept yet, and answers with the number of files that could not be. Ask again to go on. */
  fill(): Promise<number>;
  /** Forgets the other versions of this site. Those of another folder of the same host stay. */
  removeOthers(): Promise<void>;
}

/** The caches of a site begin with this; several sites may share one host. */
const prefixOf = (scope: string) => `loaa ${new URL(scope).pathname} `;

/**
 * @param scope the folder of the site, ending with `/`
 * @param get fetches from the network; refuses bytes of another digest
 */
export function createShelf(
  { version, files }: Precache,
  scope: string,
  storage: CacheStorage,
  get: (url: string, options: RequestInit) => Promise<Response>,
): Shelf {
  const name = prefixOf(scope) + version;
  const addressOf = (path: string) => new URL(path, scope).href;
  const own = () => storage.open(name);
  const otherNames = async () =>
    (await storage.keys()).filter((other) => other.startsWith(prefixOf(scope)) && other !== name);

  const fromOthers = async (file: PrecacheFile): Promise<Response | null> => {
    for (const other of await otherNames()) {
      const kept = await (await storage.open(other)).match(addressOf(file.path));
      if (kept?.headers.get(DIGEST) === file.integrity) return kept;
    }
    return null;
  };

  const fromNetwork = async (file: PrecacheFile): Promise<Response> => {
    const address = addressOf(file.path);
    const options = { integrity: file.integrity, credentials: 'same-origin' } as const;
    // What the browser's own cache holds may be of another version; then it is asked for anew.
    const response = await get(address, options).catch(() => get(address, { ...options, cache: 'reload' }));
    if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
    return response;
  };

  const keep = async (cache: Cache, file: PrecacheFile): Promise<boolean> => {
    try {
      const address = addressOf(file.path);
      if (await cache.match(address)) return true;
      const response = (await fromOthers(file)) ?? (await fromNetwork(file));
      // Made anew: an answer that was redirected may not serve a page, and its length was of the packed bytes.
      const headers = { [DIGEST]: file.integrity, 'content-length': String(file.bytes) };
      const type = response.headers.get('content-type');
      await cache.put(
        address,
        new Response(response.body, { headers: type ? { ...headers, 'content-type': type } : headers }),
      );
      return true;
    } catch {
      return false;
    }
  };

  return {
    isComplete: async () => (await (await own()).match(addressOf(COMPLETE))) !== undefined,
    find: async (file) => (await (await own()).match(addressOf(file.path))) ?? null,

    async findInOthers(address) {
      for (const other of await otherNames()) {
        const kept = await (await storage.open(other)).match(address);
        if (kept) return kept;
      }
      return null;
    },

    async fill() {
      const cache = await own();
      if (await cache.match(addressOf(COMPLETE))) return 0;
      const waiting = [...files];
      let missing = 0;
      const work = async () => {
        for (let file = waiting.shift(); file; file = waiting.shift()) if (!(await keep(cache, file))) missing++;
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      if (missing === 0) await cache.put(addressOf(COMPLETE), new Response(version));
      return missing;
    },

    async removeOthers() {
      for (const other of await otherNames()) await storage.delete(other);
    },
  };
}
