import { join } from 'node:path';
import { test } from './support/plainHost';
import { writeSounds } from './support/sounds';
import { createPlayground } from './support/playground';
import { expect } from './support/test';

/** Without the service worker nothing adds the headers that the host does not send. */
test.use({ serviceWorkers: 'block' });

test('promise 60: on a host without COOP and COEP the page trains on one thread, and says so', async ({
  host,
  page,
  workspace,
}) => {
  const playground = createPlayground(page, host.url);
  await playground.open('wasm');
  expect(await page.evaluate(() => [crossOriginIsolated, typeof SharedArrayBuffer])).toEqual([false, 'undefined']);
  const badge = page.getByTestId('backend-badge');
  await expect(badge).toContainText('SIMD, 1 thread');

  await playground.drop([await writeSounds(join(workspace, 'sounds'), 3)]);
  await playground.expectData(9, 3);
  await playground.setNumber('Frames a clip', 32);
  await playground.setNumber('Epochs', 2);
  await playground.press('start');
  await playground.expectStatus('finished');
  expect((await playground.losses(2)).every(({ train }) => Number.isFinite(train))).toBe(true);
});
