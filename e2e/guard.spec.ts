import { test as base, expect, type Page } from '@playwright/test';
import { SITE_URL } from './support/globalSetup';
import { watchContext } from './support/guard';
import { recordRequests, soundFinder } from './support/requests';
import { voiceSamples } from './support/sounds';

/** Without the guard of the other tests: here what it must notice is done on purpose. */
const test = base.extend<{ readonly site: string }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures out of this pattern.
  site: async ({}, provide) => provide(process.env[SITE_URL] ?? ''),
});

/** Runs a worker of this source until it posts a message. */
const inWorker = (page: Page, source: string) =>
  page.evaluate(
    (text) =>
      new Promise<void>((resolve) => {
        const worker = new Worker(URL.createObjectURL(new Blob([text])));
        worker.onmessage = () => resolve();
      }),
    source,
  );

const OFFENCES: readonly {
  readonly what: string;
  readonly commit: (page: Page) => Promise<unknown>;
  readonly noted: RegExp;
}[] = [
  {
    what: 'an error on the console',
    commit: (page) => page.evaluate(() => console.error('as asked')),
    noted: /^console: as asked/,
  },
  {
    what: 'an error on the console of a worker',
    commit: (page) => inWorker(page, `console.error('as asked'); postMessage(0);`),
    noted: /^console: as asked/,
  },
  {
    what: 'an uncaught error',
    commit: (page) => page.evaluate(() => void setTimeout(() => Promise.reject(new Error('as asked')))),
    noted: /^uncaught: as asked/,
  },
  {
    what: 'an uncaught error of a worker',
    commit: (page) => inWorker(page, `setTimeout(() => { throw Error('as asked'); }); setTimeout(postMessage, 50, 0);`),
    noted: /^uncaught: .*as asked/,
  },
  {
    what: 'a request of a worker to another origin',
    commit: (page) => inWorker(page, `fetch('http://127.0.0.1:1/').catch(() => postMessage(0));`),
    noted: /^request: http:\/\/127\.0\.0\.1:1\//,
  },
  {
    what: 'what the policy refuses the page',
    commit: (page) => page.evaluate(() => fetch('https://elsewhere.example/').catch(() => undefined)),
    noted: /^console: .*Content Security Policy/,
  },
  {
    what: 'what the policy refuses a worker',
    commit: (page) =>
      inWorker(page, `setTimeout(() => fetch('https://elsewhere.example/').catch(() => postMessage(0)), 500);`),
    noted: /^console: .*Content Security Policy/,
  },
  {
    what: 'a style of no permission',
    commit: (page) =>
      page.evaluate(() => {
        const style = document.createElement('style');
        style.textContent = 'body { color: red }';
        document.head.append(style);
      }),
    noted: /^console: .*Content Security Policy/,
  },
];

for (const { what, commit, noted } of OFFENCES) {
  test(`the guard of all other tests notices ${what}`, async ({ context, page, site }) => {
    const { offences } = watchContext(context, new URL(site).origin);
    await page.goto(`${site}headless.html`);
    expect(offences).toEqual([]);
    await commit(page);
    await expect.poll(() => offences.some((offence) => noted.test(offence)), { message: what }).toBe(true);
  });
}

test('what a page or a worker sends is recorded, and a sound in it is found', async ({ context, page, site }) => {
  const samples = Int16Array.from(voiceSamples('chirp', 1, 0.2, 16_000), (x) => Math.round(32_767 * x));
  const holdsSound = soundFinder([samples]);
  const sent = recordRequests(context);
  await page.goto(`${site}headless.html`);
  const asked = sent.length;
  const bytes = [...new Uint8Array(samples.buffer)];
  await page.evaluate(async (all) => {
    await fetch('stolen', { method: 'POST', body: Uint8Array.from(all) });
    navigator.sendBeacon('stolen', btoa(String.fromCharCode(0, ...all)));
    const socket = new WebSocket(new URL('stolen', location.href.replace('http', 'ws')));
    await new Promise((resolve) => (socket.onerror = resolve));
  }, bytes);
  await inWorker(
    page,
    `fetch('${site}stolen', { method: 'POST', body: Float32Array.from([${samples.join()}], (x) => x / 32768) })
      .then(() => postMessage(0));`,
  );
  const stolen = sent.slice(asked).filter(({ url }) => url.endsWith('stolen'));
  expect(stolen.map(({ method }) => method).sort()).toEqual(['POST', 'POST', 'POST', 'WebSocket']);
  expect(stolen.filter(({ body }) => body && holdsSound(body))).toHaveLength(3);
  expect(sent.slice(0, asked).filter(({ url }) => holdsSound(Buffer.from(url)))).toEqual([]);
});
