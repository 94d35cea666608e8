import { expect, test } from './support/test';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('a link is copied, and another browser is set by it', async ({ playground, page, browser, guard, siteUrl }) => {
  guard.allowOrigin(new URL(siteUrl).origin);
  await playground.open('wasm');
  await playground.show('start');
  await page.getByTestId('use-demo').first().click();
  await playground.expectData(112, 6);
  await playground.setNumber('Epochs', 3);
  await playground.setNumber('Seed', 7);
  await page.getByTestId('copy-link').click();
  await expect(page.getByText('Link copied: settings and seed, no sound and no name.')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).hash).toMatch(/^#\/model\?v=1&frames=96&epochs=3&seed=7&backbone=[0-9a-f]{64}&data=demo$/);

  const context = await browser.newContext({ serviceWorkers: 'block' });
  const other = await context.newPage();
  await other.goto(link);
  const offer = other.getByTestId('link-offer');
  await expect(offer).toContainText('This link sets');
  await expect(offer.getByRole('definition')).toHaveText(['96', '3', '7']);
  await expect(offer).toContainText('the backbone that is loaded, ViT-Nano');
  const epochs = other.getByRole('spinbutton', { name: 'Epochs', exact: true });
  await expect(epochs, 'nothing is set before it is agreed to').not.toHaveValue('3');
  await offer.getByRole('button', { name: 'Apply' }).focus();
  await other.keyboard.press('Enter');
  await expect(epochs).toHaveValue('3');
  await expect(other.getByRole('spinbutton', { name: 'Seed', exact: true })).toHaveValue('7');
  await offer.getByRole('button', { name: 'Load the demo sounds' }).click();
  await expect(offer).toContainText('the demo sounds, which are loaded');
  await offer.getByRole('button', { name: 'Close' }).click();
  await expect(offer).toHaveCount(0);
  expect(new URL(other.url()).hash).not.toContain('?');
  await other.reload();
  await expect(other.getByTestId('backend-badge')).toHaveAttribute('data-status', 'ready');
  await expect(offer).toHaveCount(0);
  await context.close();
});

test('a hostile link sets nothing but what holds, and says what it passed over', async ({ page, siteUrl }) => {
  const hash = [
    '#/model?v=1&seed=5&epochs=1e999&method=constructor&__proto__=x',
    'hub=https://evil.example/a@main',
    `data=${encodeURIComponent('<img src=x onerror="document.title=1">')}`,
  ].join('&');
  await page.goto(`${siteUrl}?backend=wasm${hash}`);
  const offer = page.getByTestId('link-offer');
  await expect(offer.getByRole('definition')).toHaveText(['5']);
  const alerts = offer.getByRole('alert');
  await expect(alerts).toHaveCount(5);
  await expect(alerts.filter({ hasText: 'epochs' })).toContainText('cannot be 1e999.It is passed over');
  await expect(offer.locator('img')).toHaveCount(0);
  await offer.getByRole('button', { name: 'Ignore' }).click();
  await expect(page.getByRole('spinbutton', { name: 'Seed', exact: true })).toHaveValue('1');

  await page.goto(`${siteUrl}?backend=wasm#/model?v=1&seed=${'9'.repeat(9000)}`);
  await expect(offer.getByRole('alert')).toContainText('is far longer than any that this page writes.');
  await expect(offer.getByRole('button', { name: 'Apply' })).toHaveCount(0);
});

test('where the clipboard is closed the link is shown to be copied by hand', async ({ playground, page }) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('Not allowed', 'NotAllowedError'));
  });
  await playground.open('wasm');
  await page.getByTestId('copy-link').click();
  await expect(page.getByRole('textbox', { name: /Copy this link yourself/ })).toHaveValue(/#\/start\?v=1/);
});
