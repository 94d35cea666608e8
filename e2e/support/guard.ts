import type { BrowserContext, Page, Worker } from '@playwright/test';

/** What a test may permit its pages. */
export interface Guard {
  /** Permits requests to another origin, and the browser's own messages about those that fail. */
  allowOrigin(origin: string): void;
}

/** Calls back with the pages that a context has and will have. */
export function everyPage(context: BrowserContext, watch: (page: Page) => void): void {
  context.pages().forEach(watch);
  context.on('page', watch);
}

/** Has a worker say on its console what the page's policy refuses it; a page's console says so by itself. */
function tellRefusals(worker: Worker): void {
  const told = worker.evaluate(() =>
    self.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      console.error(`Content Security Policy: ${effectiveDirective} refuses ${blockedURI}`),
    ),
  );
  // One that has ended already, or a thread of WebAssembly that waits for work.
  told.catch(() => undefined);
}

/**
 * Watches every page and worker of a context and notes what none of them should do: an error on the console, what the page's
 * policy refuses, an uncaught error, a request to an origin other than the site's.
 */
export function watchContext(
  context: BrowserContext,
  siteOrigin: string,
): { readonly guard: Guard; readonly offences: readonly string[] } {
  const allowed = new Set<string>();
  const offences: string[] = [];
  const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : url);

  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    const { url } = message.location();
    if (allowed.has(originOf(url)) && message.text().startsWith('Failed to load resource')) return;
    offences.push(`console: ${message.text()} (${url})`);
  });
  everyPage(context, (page) => page.on('worker', tellRefusals));
  context.on('weberror', (error) => offences.push(`uncaught: ${error.error().message}`));
  context.on('request', (request) => {
    const url = request.url();
    const isOwn = originOf(url) === siteOrigin || url.startsWith('data:') || url === 'about:blank';
    if (!isOwn && !allowed.has(originOf(url))) offences.push(`request: ${url}`);
  });
  return { guard: { allowOrigin: (origin) => allowed.add(origin) }, offences };
}
