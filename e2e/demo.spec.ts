import { expect, test } from './support/test';

test('the demo sounds train on WebAssembly where WebGPU is a software adapter', async ({ playground, page }) => {
  test.setTimeout(300_000);
  await playground.open('auto');
  const badge = page.getByTestId('backend-badge');
  await expect(badge).toHaveAttribute('data-backend', 'wasm');
  await expect(badge).toContainText('software adapter');

  await page.getByRole('button', { name: 'Try the demo sounds' }).click();
  await expect(playground.data.getByText('clips in 6 classes')).toBeVisible();
  await expect(playground.data.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
  await playground.setNumber('At most, clips', 60);
  await playground.setNumber('Frames a clip', 64);
  await playground.setNumber('Epochs', 4);

  await playground.press('start');
  await playground.expectStatus('finished');
  await playground.show('run');
  const guessing = /guessing: ([\d.]+) %/.exec(await page.locator('#run').innerText())?.[1];
  expect(await playground.top1()).toBeGreaterThan(1.5 * (Number(guessing) / 100));
  await playground.show('try');
  await expect(page.getByRole('button', { name: 'Export the adapter' })).toBeEnabled();
});
