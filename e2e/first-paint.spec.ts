import { gzipSync } from 'node:zlib';
import { expect, test } from './support/test';

const BUDGET = 250_000;

test('what is shown first needs little script, and none of the engine', async ({ page, siteUrl }) => {
  const html = await (await page.request.get(siteUrl)).text();
  const sources = [...html.matchAll(/<(?:script|link)[^>]*?(?:src|href)="([^"]+\.js)"/g)].map(
    ([, source = '']) => source,
  );
  expect(sources.length).toBeGreaterThan(0);
  let bytes = 0;
  for (const source of sources) {
    const script = await (await page.request.get(new URL(source, siteUrl).href)).body();
    expect(script.includes('tfjs'), `${source} holds tfjs`).toBe(false);
    bytes += gzipSync(script).length;
  }
  expect(bytes).toBeLessThan(BUDGET);
});
