/// <reference lib="webworker" />
/**
 * The site's service worker: the page without a network, and cross-origin isolation on hosts that send no headers. It answers
 * for the site's own files alone; requests to other hosts (the hub) never pass through it.
 *
 * A new version fills its own cache while it installs, and then waits until the page says that a person agreed, or until no
 * tab of the site is open. The very first installs at once, for isolation, and is filled when the page asks.
 */
import { isolated } from './isolate';
import type { Precache, Saved, ToOffline } from './precache';
import { askedOf, type Asked } from './requests';
import { createShelf } from './shelf';

declare const self: ServiceWorkerGlobalScope;
/** Written here by vite/offline.ts. */
declare const PRECACHE: Precache;
/** The page's Content-Security-Policy, written here too. */
declare const POLICY: string;

/** Once: the name is replaced wherever it stands. */
const precache: Precache = PRECACHE;
const scope = self.registration.scope;
const files = new Map(precache.files.map((file) => [file.path, file]));
const shelf = createShelf(precache, scope, self.caches, (url, options) => fetch(url, options));
let filling: Promise<number> | null = null;
/** One filling at a time, whoever asks. */
const fill = () => (filling ??= shelf.fill().finally(() => (filling = null)));

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      if (!self.registration.active) return self.skipWaiting();
      const missing = await fill();
      if (missing > 0) throw new Error(`${missing} files of the new version could not be kept: the old one goes on.`);
    })(),
  );
});

/** Other tabs may still load parts of the version that they began with: its files go when at most one tab is open. */
async function removeOthers(): Promise<void> {
  if ((await self.clients.matchAll({ type: 'window' })).length <= 1) await shelf.removeOthers();
}

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim().then(removeOthers));
});

async function save(): Promise<Saved> {
  const missing = await fill().catch(() => precache.files.length);
  if (missing === 0) await removeOthers().catch(() => undefined);
  return { missing };
}

self.addEventListener('message', (event) => {
  const message = event.data as ToOffline;
  if (message.kind === 'take-over') event.waitUntil(self.skipWaiting());
  else if (message.kind === 'save') event.waitUntil(save().then((answer) => event.ports[0]?.postMessage(answer)));
});

/** A kept file. Whatever goes wrong with what is kept, the network is asked. */
async function kept(request: Request, { file, page }: Extract<Asked, { kind: 'kept' }>): Promise<Response> {
  const stored = await shelf.find(file).catch(() => null);
  const first = stored !== null && (!page || (await shelf.isComplete().catch(() => false)));
  if (first) return stored;
  return fetch(request).catch((error: unknown) => {
    if (stored) return stored;
    throw error;
  });
}

/** A file of the site that this version does not know: the host's, or that of the version which an older tab began with. */
async function other(request: Request): Promise<Response> {
  const old = () => shelf.findInOthers(request.url).catch(() => null);
  const response = await fetch(request).catch(async (error: unknown) => {
    const kept = await old();
    if (kept) return kept;
    throw error;
  });
  return response.ok ? response : ((await old()) ?? response);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const asked = askedOf(request, scope, files);
  if (asked.kind === 'elsewhere') return;
  event.respondWith(
    (asked.kind === 'kept' ? kept(request, asked) : other(request)).then((response) => isolated(response, POLICY)),
  );
});

/** A notification that this worker showed for the page, where pages may not show their own: its press shows the page. */
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(self.clients.matchAll({ type: 'window' }).then(([page]) => page?.focus()));
});
