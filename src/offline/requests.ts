import type { PrecacheFile } from './precache';

/** What a request is to the site. */
export type Asked =
  /** Another origin, another folder, or no plain reading: none of our business, the browser does it by itself. */
  | { readonly kind: 'elsewhere' }
  /** A file that is kept; `page` where a tab is to show it. */
  | { readonly kind: 'kept'; readonly file: PrecacheFile; readonly page: boolean }
  /** Any other file of the site. */
  | { readonly kind: 'site' };

const PAGE = new Set(['', 'index.html']);

/**
 * Sorts a request of a page.
 * @param scope the folder of the site, ending with `/`
 * @param files what is kept, by path
 */
export function askedOf(
  request: Pick<Request, 'url' | 'method' | 'mode'>,
  scope: string,
  files: ReadonlyMap<string, PrecacheFile>,
): Asked {
  const { origin, pathname } = new URL(request.url);
  const root = new URL(scope);
  if (request.method !== 'GET' || origin !== root.origin || !pathname.startsWith(root.pathname)) {
    return { kind: 'elsewhere' };
  }
  const path = pathname.slice(root.pathname.length);
  const file = files.get(PAGE.has(path) ? '' : path);
  return file ? { kind: 'kept', file, page: request.mode === 'navigate' } : { kind: 'site' };
}
