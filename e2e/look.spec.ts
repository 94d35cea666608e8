import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { canvasPixels, coloursIn } from './support/canvas';
import { expect, test } from './support/test';

test('look inside: three panels, key time by keyboard, a pinned patch, epochs, sounds, a figure for print', async ({
  playground,
  page,
}) => {
  test.setTimeout(300_000);
  await playground.open('wasm');
  await page.getByRole('button', { name: 'Try the demo sounds' }).click();
  await expect(playground.data.getByText('clips in 6 classes')).toBeVisible();
  await expect(playground.data.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
  await playground.setNumber('At most, clips', 36);
  await playground.setNumber('Frames a clip', 64);
  await playground.setNumber('Epochs', 3);
  await playground.press('start');
  await playground.expectStatus('finished');
  await playground.show('look');
  await page.getByTestId('look-clip').selectOption({ index: 1 });
  const maps = page.getByTestId('map');
  await expect(maps).toHaveCount(2);

  await test.step('a third panel shows the run at its first epoch, and all have pictures', async () => {
    await page.getByTestId('add-panel').click();
    await expect(maps).toHaveCount(3);
    await expect(page.getByTestId('panel-3').locator('option:checked')).toHaveText(/^Epoch 1/);
    await page.getByTestId('panel-3').selectOption('Epoch 2');
    await expect(page.getByTestId('epochs')).toContainText('Panel 3: epoch 2 of 3. All epochs are held');
    const pictures = await Promise.all([0, 1, 2].map((i) => canvasPixels(maps.nth(i).locator('canvas'))));
    for (const pixels of pictures) expect(coloursIn(pixels)).toBeGreaterThan(50);
    expect(new Set(pictures.map((pixels) => pixels.join())).size).toBe(3);
  });

  const first = () => canvasPixels(maps.first().locator('canvas'));
  const passes = () => page.locator('[data-busy]').count();
  await test.step('the key time moves by keyboard, and the maps follow without another pass', async () => {
    // The pass of the panel chosen before is over: whatever is busy from here on is the key's doing.
    await expect(page.locator('[data-busy]')).toHaveCount(0);
    const before = await first();
    const from = page.getByRole('slider', { name: 'Key time, from' });
    await from.focus();
    const output = page.getByTestId('band');
    const said = await output.innerText();
    await page.keyboard.press('ArrowLeft');
    await expect(output).toContainText('2 columns, averaged');
    expect(await passes()).toBe(0);
    expect(await output.innerText()).not.toBe(said);
    await expect.poll(first).not.toEqual(before);
    const onPicture = maps
      .first()
      .getByRole('button', { name: /Image weights only: key time, .* Left and right arrows/ });
    await onPicture.focus();
    const [start] = /[\d.]+/.exec(await output.innerText()) ?? [];
    await page.keyboard.press('ArrowLeft');
    await expect(output).not.toContainText(`${start} to`);
  });

  await test.step('a patch is pinned by a click and moved by the arrow keys, in seconds and hertz', async () => {
    await page.getByRole('radio', { name: 'A patch' }).check({ force: true });
    const target = maps.nth(1).getByRole('button', { name: /Arrow keys move it/ });
    await target.click({ position: { x: 60, y: 40 } });
    const readout = page.getByTestId('readout');
    await expect(readout).toHaveText(/^[\d.]+ s, [\d.]+ k?Hz.*After training 0\.\d+/);
    await page.mouse.move(0, 0);
    const before = await readout.innerText();
    await target.focus();
    await page.keyboard.press('ArrowDown');
    await expect(readout).not.toHaveText(before);
    await page.getByRole('radio', { name: 'Class token' }).check({ force: true });
    await expect(readout).toHaveText('Class token');
  });

  await test.step('a head zooms, and the arrow keys go to its neighbours', async () => {
    await page.getByRole('button', { name: 'Layer 1, mean over heads' }).click();
    await expect(page.getByRole('img', { name: /^Layer 1, mean over heads: / })).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('img', { name: /^Layer 1, head 1: highest at / })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Layer 1, head 1' })).toHaveAttribute('aria-pressed', 'true');
  });

  await test.step('rollout and what the adapter adds', async () => {
    const shown = page.getByLabel('Shown', { exact: true });
    await shown.selectOption('Rollout');
    await expect(page.getByText('Approximate: adapters mix tokens outside attention.')).toBeVisible();
    await expect(maps).toHaveCount(3);
    await shown.selectOption('Adapter beside attention');
    await expect(page.getByText('This model adds nothing beside attention in this layer.')).toBeVisible();
    await expect(maps).toHaveCount(2);
    await shown.selectOption('Attention');
    await page.getByRole('radio', { name: 'Key time' }).check({ force: true });
    await expect(maps).toHaveCount(3);
  });

  await test.step('the entropy by layer is read by keyboard, stands in a table, and is saved as csv and svg', async () => {
    const entropy = page.getByRole('figure', { name: 'Attention entropy by layer' });
    const cursor = entropy.getByRole('slider', { name: 'Cursor over Attention entropy by layer' });
    await cursor.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await expect(cursor).toHaveAttribute('aria-valuetext', /^layer 1: Image weights only 0\.\d{3}, After training/);
    await page.keyboard.press('ArrowRight');
    await expect(cursor).toHaveAttribute('aria-valuetext', /^layer 2: /);
    const layers = await page.getByRole('button', { name: /^Layer \d+, mean over heads$/ }).count();
    await entropy.getByText('Attention entropy by layer as a table').click();
    await expect(entropy.locator('tbody tr')).toHaveCount(layers);
    const saved = async (ending: string) => {
      const button = entropy.getByRole('button', { name: `Save Attention entropy by layer as ${ending}` });
      await button.focus();
      const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
      return readFile(await file.path(), 'utf8');
    };
    expect((await saved('csv')).trim().split('\r\n')).toHaveLength(1 + 3 * layers);
    expect(await saved('svg')).toContain('Image weights only');
  });

  await test.step('what is attended can be heard', async () => {
    for (const name of ['clip', 'attended', 'rest']) {
      const button = page.getByTestId(`hear-${name}`);
      await button.click();
      await expect(button).toHaveAttribute('aria-pressed', 'true');
      await expect(page.locator('[data-playing]')).toBeVisible();
      await button.click();
      await expect(button).toHaveAttribute('aria-pressed', 'false');
    }
  });

  await test.step('axe finds nothing', async () => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`),
    ).toEqual([]);
  });

  await test.step('the figure is saved as SVG and as PNG at print size', async () => {
    await page.getByLabel('Difference', { exact: true }).selectOption({ index: 1 });
    await expect(page.getByTestId('difference')).toBeVisible();
    await page.getByText('Save as a figure for print').click();
    await expect(page.getByAltText('The figure as it will be saved')).toBeVisible();
    const [drawn] = await Promise.all([page.waitForEvent('download'), page.getByTestId('figure-svg').click()]);
    expect(drawn.suggestedFilename()).toMatch(/^attention-.*\.svg$/);
    const svg = await readFile(await drawn.path(), 'utf8');
    expect(svg).toContain('width="17.5cm"');
    for (const words of [
      '(a) Spectrogram',
      '(b) Image weights only',
      'Epoch 2',
      'Time (s)',
      'Frequency (kHz)',
      'Backbone ViT-Nano',
    ])
      expect(svg).toContain(words);
    expect(svg.match(/href="data:image\/png;base64,/g)).toHaveLength(5);
    const [printed] = await Promise.all([page.waitForEvent('download'), page.getByTestId('figure-png').click()]);
    const png = await readFile(await printed.path());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    // 17.5 cm at 300 dots per inch, and the file says so: 11,811 dots per metre.
    expect(png.readUInt32BE(16)).toBe(2067);
    expect(png.subarray(37, 41).toString()).toBe('pHYs');
    expect(png.readUInt32BE(41)).toBe(11_811);
  });
});
