import { join } from 'node:path';
import { CHROMIUM_FLAGS, findChromium } from '../scripts/lib/chromium.mjs';
import { writeSounds } from './support/sounds';
import { engineWorker } from './support/engineWorker';
import { expect, test } from './support/test';
import { removeWebGpu } from './support/removeWebGpu';

const ENABLING = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
const NO_ADAPTER = 'This browser offers no WebGPU adapter, so WebAssembly on the processor is used.';

/** Without these flags Chromium finds no adapter on a machine that has no graphics device. */
test.use({
  launchOptions: {
    executablePath: findChromium(),
    args: [...CHROMIUM_FLAGS.filter((flag) => !ENABLING.includes(flag)), '--disable-gpu'],
  },
});

test('promise 39: a browser whose WebGPU finds no adapter says so and runs on WebAssembly', async ({
  playground,
  page,
}) => {
  await playground.open('auto');
  expect(await page.evaluate(() => navigator.gpu.requestAdapter())).toBeNull();
  const badge = page.getByTestId('backend-badge');
  await expect(badge).toHaveAttribute('data-backend', 'wasm');
  await expect(badge).toContainText(NO_ADAPTER);
});

test.describe('in a browser without WebGPU', () => {
  test.beforeEach(({ context }) => removeWebGpu(context));

  test('promise 39: the page says so, trains on WebAssembly, and changes to plain CPU', async ({
    playground,
    page,
    workspace,
  }) => {
    test.setTimeout(240_000);
    const badge = page.getByTestId('backend-badge');
    await playground.open('auto');
    expect(await page.evaluate(() => 'gpu' in navigator)).toBe(false);
    await expect(badge).toHaveAttribute('data-backend', 'wasm');
    await expect(badge).toContainText(NO_ADAPTER);
    const engine = await engineWorker(page);
    expect(await engine.evaluate(() => 'gpu' in navigator)).toBe(false);

    await playground.drop([await writeSounds(join(workspace, 'sounds'), 3)]);
    await playground.expectData(9, 3);
    await playground.setNumber('Frames a clip', 32);
    await playground.setNumber('Epochs', 6);
    await playground.press('start');
    await playground.expectStatus('finished');
    const losses = await playground.losses(6);
    expect(losses.at(-1)?.train).toBeLessThan(losses[0]?.train ?? 0);

    await page.getByLabel('Runs on').selectOption('Plain CPU');
    await expect(badge).toHaveAttribute('data-backend', 'cpu');
    await expect(badge).toHaveAttribute('data-status', 'ready');
    await playground.expectData(9, 3);
    await playground.show('model');
    await page.getByRole('combobox', { name: 'Method' }).selectOption('Linear probe');
    await playground.press('step');
    await expect.poll(() => playground.step(), { timeout: 120_000 }).toBe(1);
    await playground.press('stop');
    await playground.expectStatus('stopped');
  });

  test('promise 39: WebGPU asked for by name is refused with a way out', async ({ playground, page, siteUrl }) => {
    await page.goto(`${siteUrl}?backend=webgpu`);
    const badge = page.getByTestId('backend-badge');
    await expect(badge).toHaveAttribute('data-status', 'failed');
    await expect(badge.getByRole('alert')).toContainText('Choose another backend at the top of the page');
    await page.getByLabel('Runs on').selectOption('Fastest here');
    await expect(badge).toHaveAttribute('data-backend', 'wasm');
    await playground.show('model');
    await expect(playground.backbone.getByText('ViT-Nano', { exact: true })).toBeVisible();
  });
});
