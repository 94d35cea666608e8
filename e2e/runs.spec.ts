import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

/** The demo sounds, few of them and short, ready to train. */
async function openDemo(page: Page, playground: Playground): Promise<void> {
  await playground.open('wasm');
  await page.getByRole('button', { name: 'Try the demo sounds' }).click();
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 90_000 });
  await playground.setNumber('At most, clips', 40);
  await playground.setNumber('Frames a clip', 32);
  await playground.setNumber('Epochs', 2);
}

async function train(playground: Playground): Promise<void> {
  await playground.press('start');
  await playground.expectStatus('running');
  await playground.expectStatus('finished');
}

/** What a click has the page save: its name and its bytes. */
async function saved(page: Page, button: Locator): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The rows of the table of runs as text, without the names' marks. */
async function rowsOf(page: Page): Promise<readonly string[]> {
  const rows = page.getByRole('grid', { name: 'Runs' }).getByRole('row');
  return (await rows.allInnerTexts()).slice(1).map((text) => text.replace(/\s+/g, ' '));
}

test('two runs are kept, compared, edited, exported and brought back', async ({ playground, page }) => {
  test.setTimeout(300_000);
  page.on('dialog', (dialog) => void dialog.accept());
  const table = page.getByRole('grid', { name: 'Runs' });
  const rows = table.getByRole('row');
  const choose = async (name: string | RegExp) => {
    await rows.filter({ hasText: name }).locator('label[slot=selection]').click();
  };
  const everyRun = table.locator('label[slot=selection]').first();

  await test.step('two runs with different kernels', async () => {
    await openDemo(page, playground);
    await train(playground);
    await playground.show('model');
    await page.getByRole('button', { name: 'FFN(F) 2 %', exact: true }).click();
    await train(playground);
  });

  await test.step('both are there after a reload', async () => {
    await playground.reload();
    await playground.show('compare');
    await expect(rows).toHaveCount(3);
    for (const row of await rowsOf(page)) expect(row).toMatch(/\d+\.\d %/);
  });

  await test.step('only what differs is shown', async () => {
    await page.getByLabel('Differences only').check();
    const heads = await table.getByRole('columnheader').allInnerTexts();
    expect(heads.join(' ')).toContain('adapters.');
    expect(heads.join(' ')).not.toContain('epochs');
    await page.getByLabel('Differences only').uncheck();
  });

  await test.step('a baseline, a name and notes stay', async () => {
    await rows.nth(1).locator('label[slot=selection]').click();
    await page.getByRole('button', { name: 'Pin as baseline' }).click();
    await expect(rows.nth(1)).toContainText('baseline');
    await expect(rows.nth(2)).toContainText(/points|±0/);
    const form = page.locator('#sweep');
    await form.getByLabel('Name', { exact: true }).fill('my second run');
    await form.getByLabel('Notes').fill('kernels along frequency');
    await form.getByLabel('Notes').blur();
    await expect(rows.nth(1)).toContainText('my second run');
    await playground.reload();
    await playground.show('compare');
    await expect(rows.filter({ hasText: 'my second run' })).toContainText('baseline');
    await choose('my second run');
    await expect(form.getByLabel('Notes')).toHaveValue('kernels along frequency');
  });

  await test.step('a deletion is undone', async () => {
    const before = await rowsOf(page);
    await page.getByRole('button', { name: 'Delete 1 run' }).click();
    await expect(rows).toHaveCount(2);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(rows).toHaveCount(3);
    expect(await rowsOf(page)).toEqual(before);
  });

  await test.step('exported, cleared and imported they are the same', async () => {
    await everyRun.click();
    const before = await rowsOf(page);
    const { name, bytes } = await saved(page, page.getByRole('button', { name: 'Export 2 runs' }));
    expect(name).toMatch(/^loaa-runs-\d{4}-\d\d-\d\d\.zip$/);
    await page.getByRole('button', { name: 'Delete 2 runs' }).click();
    await expect(page.getByText('No runs yet.')).toBeVisible();
    await page.getByTestId('import-runs').setInputFiles({ name, mimeType: 'application/zip', buffer: bytes });
    await expect(rows).toHaveCount(3);
    const plain = (all: readonly string[]) => all.map((row) => row.replace('imported', ''));
    expect(plain(await rowsOf(page))).toEqual(before);
  });

  await test.step('a file that is none is refused by name', async () => {
    const buffer = Buffer.from('no zip');
    await page.getByTestId('import-runs').setInputFiles({ name: 'broken.zip', mimeType: 'application/zip', buffer });
    await expect(page.locator('#sweep').getByText('broken.zip')).toBeVisible();
    await expect(rows).toHaveCount(3);
  });

  await test.step("a run's adapter and its configuration are used again", async () => {
    await choose('my second run');
    await page.getByRole('button', { name: 'Load this adapter' }).click();
    await expect(page.getByTestId('step-try')).toContainText('Adapter imported');
    await page.getByRole('button', { name: 'Use this configuration' }).click();
    await expect(page.getByTestId('step-model')).toHaveAttribute('aria-current', 'page');
  });

  await test.step('axe finds nothing, in either theme', async () => {
    await playground.show('compare');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
  });
});

test('charts are smoothed, turned and saved', async ({ playground, page }) => {
  test.setTimeout(240_000);
  await openDemo(page, playground);
  await train(playground);
  await playground.show('run');
  const loss = page.getByRole('figure', { name: 'Loss', exact: true });
  const line = (id: string) => loss.locator(`path[data-series-id="${id}"]`);
  const drawn = (id: string) => line(id).getAttribute('d');

  await test.step('smoothing moves the bold line and leaves the faint one', async () => {
    const slider = page.getByRole('slider', { name: 'Smoothing' });
    await slider.fill('0');
    const [raw, plain] = [await drawn('raw'), await drawn('train')];
    expect(plain).toBe(raw);
    await slider.fill('0.9');
    await expect.poll(() => drawn('train')).not.toBe(plain);
    expect(await drawn('raw')).toBe(raw);
  });

  await test.step('the axis is epochs, steps or time', async () => {
    const ticks = async () => (await loss.locator('svg text').allTextContents()).join(' ');
    await page.getByText('By step', { exact: true }).click();
    await expect.poll(ticks).not.toContain(' s');
    await page.getByText('By time', { exact: true }).click();
    await expect.poll(ticks).toContain(' s');
    await page.getByText('By epoch', { exact: true }).click();
  });

  await test.step('a logarithmic loss does not begin at 0', async () => {
    const before = await drawn('train');
    await page.getByLabel('Logarithmic loss and rate').check();
    await expect.poll(() => drawn('train')).not.toBe(before);
    const rate = page.getByRole('figure', { name: 'Learning rate' });
    await expect(rate.locator('.recharts-yAxis-tick-labels text').first()).not.toHaveText('0');
    await page.getByLabel('Logarithmic loss and rate').uncheck();
  });

  await test.step('one cursor over all charts, by keyboard too', async () => {
    const cursor = page.getByRole('slider', { name: 'Cursor over Loss' });
    await cursor.focus();
    await page.keyboard.press('End');
    for (const title of ['Loss', 'Top-1 accuracy', 'mAP', 'Learning rate']) {
      const one = page.getByRole('slider', { name: `Cursor over ${title}` });
      await expect(one).toHaveAttribute('aria-valuetext', /^epoch 2: /);
    }
    await page.keyboard.press('Escape');
    await expect(cursor).toHaveAttribute('aria-valuetext', 'nowhere');
  });

  await test.step('csv, svg and png are saved', async () => {
    const save = (ending: string) => saved(page, loss.getByRole('button', { name: `Save Loss as ${ending}` }));
    const csv = await save('csv');
    expect(csv.name).toBe('loss.csv');
    const [head, ...lines] = csv.bytes.toString('utf8').trimEnd().split('\r\n');
    expect(head).toBe('series,step,epoch,seconds,value');
    const of = (series: string) => lines.filter((one) => one.startsWith(`${series},`));
    expect(of('Validation')).toHaveLength(2);
    expect(of('Training').length).toBeGreaterThan(2);
    expect(of('"Training, smoothed"')).toHaveLength(of('Training').length);
    const svg = (await save('svg')).bytes.toString('utf8');
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toContain('>Loss</text>');
    expect(svg).toContain('>Validation</text>');
    expect(svg).not.toContain('var(--');
    expect(svg).toMatch(/stroke="rgb\(/);
    const png = (await save('png')).bytes;
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBeGreaterThan(900);
  });

  await test.step('norms of every layer, as heat and as lines', async () => {
    const norms = page.getByRole('figure', { name: 'Gradient norm by layer' });
    await expect(norms.locator('canvas')).toBeVisible();
    await page.getByText('As lines', { exact: true }).click();
    const keys = norms.getByRole('list').getByRole('listitem');
    await expect(keys).toHaveCount(7);
    await expect(keys.last()).toHaveText('Head');
  });
});
