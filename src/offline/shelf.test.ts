import { describe, expect, it } from 'vitest';
import { memoryCaches } from '../../tests/offline/memoryCaches';
import type { Precache } from './precache';
import { createShelf } from './shelf';

const SCOPE = 'https://somebody.example/loaa/';

/** A version of the site: its files by path, each with its text for a digest. */
const siteOf = (version: string, texts: Readonly<Record<string, string>>) => {
  const files = Object.entries(texts).map(([path, text]) => ({ path, integrity: text, bytes: text.length }));
  return { precache: { version, files } satisfies Precache, texts };
};

/** The network: serves a site's files, refuses what is `broken`, and notes what it was asked. */
function networkOf(texts: Readonly<Record<string, string>>, broken: ReadonlySet<string> = new Set()) {
  const asked: string[] = [];
  return {
    asked,
    async get(url: string, { integrity, cache }: RequestInit) {
      const path = url.slice(SCOPE.length);
      asked.push(cache ? `${path} ${cache}` : path);
      const text = texts[path];
      if (text === undefined) return new Response('Not found', { status: 404 });
      if (broken.has(path) || integrity !== text) throw new TypeError('Failed to fetch');
      return new Response(text, { headers: { 'content-type': 'text/plain', 'content-encoding': 'gzip' } });
    },
  };
}

const FIRST = siteOf('1', { '': 'page 1', 'a.js': 'a', 'b.js': 'b' });
const SECOND = siteOf('2', { '': 'page 2', 'a.js': 'a', 'c.js': 'c' });

describe('a shelf', () => {
  it('keeps every file, each with its type and length alone', async () => {
    const shelf = createShelf(FIRST.precache, SCOPE, memoryCaches(), networkOf(FIRST.texts).get);
    expect(await shelf.isComplete()).toBe(false);
    expect(await shelf.fill()).toBe(0);
    expect(await shelf.isComplete()).toBe(true);
    const kept = await shelf.find({ path: 'a.js', integrity: 'a', bytes: 1 });
    expect(await kept?.text()).toBe('a');
    expect(Object.fromEntries(kept?.headers ?? [])).toEqual({
      'content-length': '1',
      'content-type': 'text/plain',
      'x-loaa-integrity': 'a',
    });
  });

  it('says how many files are missing, and goes on from there', async () => {
    const storage = memoryCaches();
    const half = networkOf(FIRST.texts, new Set(['b.js']));
    expect(await createShelf(FIRST.precache, SCOPE, storage, half.get).fill()).toBe(1);
    expect(half.asked).toContain('b.js reload');
    const whole = networkOf(FIRST.texts);
    const shelf = createShelf(FIRST.precache, SCOPE, storage, whole.get);
    expect(await shelf.isComplete()).toBe(false);
    expect(await shelf.fill()).toBe(0);
    expect(whole.asked).toEqual(['b.js']);
  });

  it('does not count a page of the host in place of a file', async () => {
    const page = FIRST.texts[''] ?? '';
    const shelf = createShelf(FIRST.precache, SCOPE, memoryCaches(), networkOf({ '': page }).get);
    expect(await shelf.fill()).toBe(2);
  });

  it('takes over what has not changed, fetches the rest, and then stands alone on its host’s folder', async () => {
    const storage = memoryCaches();
    await createShelf(FIRST.precache, SCOPE, storage, networkOf(FIRST.texts).get).fill();
    await storage.open('loaa /other/ 1');
    const network = networkOf(SECOND.texts);
    const shelf = createShelf(SECOND.precache, SCOPE, storage, network.get);
    expect(await shelf.fill()).toBe(0);
    expect(network.asked).toEqual(['', 'c.js']);
    expect(await (await shelf.findInOthers(`${SCOPE}b.js`))?.text()).toBe('b');
    await shelf.removeOthers();
    expect(await storage.keys()).toEqual(['loaa /other/ 1', 'loaa /loaa/ 2']);
    expect(await shelf.findInOthers(`${SCOPE}b.js`)).toBeNull();
  });
});
