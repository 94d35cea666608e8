import { readFile } from 'node:fs/promises';
import { canvasPixels, coloursIn } from './support/canvas';
import { expect, test } from './support/test';

test('the example can be understood by keyboard, and made again', async ({ page, playground, siteUrl }) => {
  await page.goto(`${siteUrl}?backend=wasm`);
  const example = page.getByTestId('example');
  await expect(example).toContainText('Precomputed');
  await expect(example).toContainText('always guessing the commonest class would get');
  await expect(example.getByRole('img', { name: /^Loss by epoch: validation from/ })).toBeVisible();
  await expect(example.getByTestId('example-entropy')).toContainText(/entropy 0\.\d\d, then 0\.\d\d/);

  const canvas = example.getByTestId('example-map').locator('canvas');
  const last = await canvasPixels(canvas);
  expect(coloursIn(last)).toBeGreaterThan(50);
  const epoch = example.getByRole('slider', { name: 'Epoch' });
  await epoch.focus();
  await page.keyboard.press('Home');
  await expect(epoch).toHaveAttribute('aria-valuetext', 'before training');
  await page.keyboard.press('ArrowRight');
  await expect(epoch).toHaveAttribute('aria-valuetext', 'after epoch 1');
  expect(await canvasPixels(canvas)).not.toEqual(last);

  const run = page.getByTestId('run-example');
  await expect(run).toBeEnabled();
  await run.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('step-run')).toHaveAttribute('aria-current', 'page', { timeout: 60_000 });
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 60_000 });
  await playground.show('model');
  await expect(page.getByRole('spinbutton', { name: 'Frames a clip', exact: true })).toHaveValue('96');
});

test('the example can be opened: its adapter is in the model', async ({ page, playground }) => {
  test.setTimeout(180_000);
  await playground.open('wasm');
  await page.getByTestId('open-example').click();
  await expect(page.getByTestId('step-look')).toHaveAttribute('aria-current', 'page', { timeout: 90_000 });
  await expect(page.getByTestId('map').first()).toBeVisible({ timeout: 60_000 });
  await playground.show('try');
  await expect(playground.tryIt).toContainText('imported');

  await test.step('its errors are there, and their clips can be heard and corrected', async () => {
    await playground.show('errors');
    const errors = page.locator('#errors');
    await expect(errors).toContainText('Of the kept run Example:');
    await expect(page.getByTestId('result-top1')).toHaveText(/^\d+\.\d %$/);
    await errors.getByRole('button', { name: 'clips of tabla, said to be hat' }).click();
    const rows = errors.getByRole('grid', { name: 'tabla, said to be hat' }).getByRole('row');
    await expect(rows.first()).toContainText('tabla');
    await page.keyboard.press('Enter');
    await expect(errors.getByRole('button', { name: /^Stop/ }).first()).toBeVisible();
    await expect(page.getByTestId('train-again')).toBeEnabled();
    await playground.show('run');
    await expect(page.getByTestId('top1')).toBeVisible();
  });

  await test.step('without its sounds a kept run still shows what it said of them', async () => {
    await playground.reload();
    await playground.show('compare');
    await page.getByRole('grid', { name: 'Runs' }).locator('label[slot=selection]').last().click();
    await page.getByRole('button', { name: 'Open its errors' }).click();
    await expect(page.getByTestId('step-errors')).toHaveAttribute('aria-current', 'page', { timeout: 60_000 });
    await expect(page.locator('#errors')).toContainText('are not open as they were then');
    await page.getByRole('button', { name: 'clips of tabla, said to be hat' }).click();
    await expect(page.getByRole('list', { name: 'Clips that are not open' }).getByRole('listitem')).toHaveCount(3);
    await expect(page.getByTestId('train-again')).toBeDisabled();
  });
});

test('the stored example is the run that training makes now', async ({ page, siteUrl }) => {
  const stored = JSON.parse(await readFile('public/example/example.json', 'utf8')) as { losses: number[] };
  await page.goto(`${siteUrl}headless.html`);
  await page.waitForSelector('html[data-loaa]', { state: 'attached' });
  const losses = (await page.evaluate('window.loaa.firstLosses(3)')) as number[];
  losses.forEach((loss, i) =>
    expect(Math.abs(loss - (stored.losses[i] ?? Number.NaN)), `step ${i + 1}`).toBeLessThan(1e-3),
  );
  expect(losses).toHaveLength(3);
});

test('the tour goes through the page by keyboard, on a phone too, and gives the focus back', async ({
  page,
  siteUrl,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${siteUrl}?backend=wasm`);
  const start = page.getByTestId('tour');
  await start.focus();
  await page.keyboard.press('Enter');
  const card = page.getByTestId('tour-card');
  await expect(card).toContainText('1 of 8');
  for (let stop = 2; stop <= 8; stop++) {
    await expect(card).toBeFocused({ timeout: 20_000 });
    await page.keyboard.press('ArrowRight');
    await expect(card).toContainText(`${stop} of 8`);
  }
  await expect(card).toBeFocused({ timeout: 20_000 });
  await page.keyboard.press('ArrowLeft');
  await expect(card).toContainText('7 of 8');
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await expect(start).toBeFocused();
  await page.reload();
  await expect(page.getByTestId('tour-offer')).toHaveCount(0);
});
