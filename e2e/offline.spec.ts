import type { Page } from '@playwright/test';
import { createPlayground } from './support/playground';
import { test } from './support/plainHost';
import { expect } from './support/test';

const TITLE = 'LoAA Playground';

/** The first visit, until the page is isolated and everything is kept. */
async function visit(page: Page, url: string): Promise<void> {
  await page.goto(`${url}?backend=wasm`, { waitUntil: 'commit' });
  await expect.poll(() => isIsolated(page).catch(() => false)).toBe(true);
  await expect(page.getByTestId('offline')).toHaveAttribute('data-saved', 'saved', { timeout: 120_000 });
}

const isIsolated = (page: Page) => page.evaluate(() => crossOriginIsolated);

test('a host without headers: the page isolates itself with one reload, and WebAssembly has its threads', async ({
  host,
  page,
}) => {
  let loads = 0;
  page.on('framenavigated', () => loads++);
  await visit(page, host.url);
  expect(loads).toBe(2);
  await expect(page.getByTestId('backend-badge')).toContainText(/SIMD, \d+ threads/);

  await page.reload();
  await expect(page.getByTestId('backend-badge')).toHaveAttribute('data-status', 'ready');
  expect(await isIsolated(page)).toBe(true);
  expect(loads).toBe(3);
});

test('somebody who has begun is not interrupted: the page says that a reload would help', async ({ host, page }) => {
  // The service worker comes late, as over a slow line.
  await page.context().route('**/sw.js', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await route.continue();
  });
  await page.goto(`${host.url}?backend=wasm`);
  await page.getByTestId('use-demo').first().click();
  const note = page.getByText('WebAssembly can use all processor cores once the page has been reloaded.');
  await expect(note).toBeVisible();
  await expect(page.locator('#data').getByText(/clips in 6 classes/)).toBeVisible();
  expect(await isIsolated(page)).toBe(false);

  await page.getByRole('button', { name: 'Reload' }).click();
  await expect.poll(() => isIsolated(page).catch(() => false)).toBe(true);
  await expect(note).toHaveCount(0);
});

test('after the first visit everything works without a network: one epoch on the demo sounds', async ({
  host,
  page,
  context,
}) => {
  test.setTimeout(240_000);
  await visit(page, host.url);
  await host.close();
  await context.setOffline(true);

  const playground = createPlayground(page, host.url);
  await playground.open('wasm');
  expect(await isIsolated(page)).toBe(true);
  await page.getByTestId('use-demo').first().click();
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 60_000 });
  await playground.setNumber('Epochs', 1);
  await playground.press('start');
  await playground.expectStatus('finished');
  expect(await playground.top1()).toBeGreaterThan(0);
});

test('a new version waits until it is asked for, and then stands alone', async ({ host, page }) => {
  await visit(page, host.url);
  await host.publish('Another LoAA');
  await page.reload();
  await expect(page).toHaveTitle(TITLE);
  const note = page.getByText('A new version is ready.');
  await expect(note).toBeVisible({ timeout: 60_000 });
  await page.waitForTimeout(1000);
  await expect(page, 'no reload by itself').toHaveTitle(TITLE);

  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page).toHaveTitle('Another LoAA');
  await expect(note).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => caches.keys())).toHaveLength(1);
});

test('a version that was uploaded only in part changes nothing', async ({ host, page, context }) => {
  await visit(page, host.url);
  await host.publish('Half of it', { isDamaged: true });
  await page.reload();
  await expect(page.getByTestId('offline')).toHaveAttribute('data-saved', 'saved');
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update().catch(() => undefined));
  await page.waitForTimeout(2000);
  await expect(page.getByText('A new version is ready.')).toHaveCount(0);
  await host.close();
  await context.setOffline(true);
  await page.reload();
  await expect(page).toHaveTitle(TITLE);
  await expect(page.getByTestId('backend-badge')).toHaveAttribute('data-status', 'ready');
});

test('a cache that lost files is made up for by the network', async ({ host, page }) => {
  await visit(page, host.url);
  await page.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) if (/\.(js|css)$/.test(request.url)) await cache.delete(request);
    }
  });
  await page.reload();
  await expect(page.getByTestId('backend-badge')).toHaveAttribute('data-status', 'ready');
});
