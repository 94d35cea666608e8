import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

const ROW = 'Ours - Attn(T) FFN(F), 5%';

/** The demo sounds and the section of sweeps, open at a tab. */
async function openSweep(page: Page, playground: Playground, tab: string): Promise<void> {
  await playground.useDemo();
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 90_000 });
  await playground.setNumber('Frames a clip', 32);
  await playground.setNumber('Epochs', 2);
  await playground.show('compare');
  await page.getByRole('tab', { name: tab }).click();
}

async function exported(page: Page, kind: 'csv' | 'Markdown'): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('tabpanel')
      .getByRole('button', { name: `Export ${kind}` })
      .click(),
  ]);
  return readFile(await download.path(), 'utf8');
}

test('a row of Table 2 with two seeds survives a reload and fills its cell', async ({ playground, page }) => {
  test.setTimeout(300_000);
  // A run under way: the browser asks before the page is left.
  page.on('dialog', (dialog) => void dialog.accept());
  const status = page.getByTestId('sweep-status');
  const start = page.getByTestId('start-sweep');
  await playground.open('wasm');
  await openSweep(page, playground, 'Table 2');

  await test.step('two seeds of one row are queued', async () => {
    await playground.setNumber('At most, clips', 40);
    await playground.show('compare');
    await page.getByRole('textbox', { name: 'Seeds' }).fill('1, 2');
    await page.getByRole('button', { name: `Queue the row Image pretrained only ${ROW}` }).click();
    await expect(status).toHaveText(/0 of 2 runs ended/);
  });

  await test.step('the first is made, then the queue pauses', async () => {
    await start.click();
    await page.getByRole('button', { name: 'Pause after this run' }).click();
    await expect(start).toBeVisible({ timeout: 120_000 });
    await expect(status).toHaveText(/1 of 2 runs ended/);
  });

  await test.step('the page is reloaded while the second is under way', async () => {
    await start.click();
    await playground.expectStatus('running');
    await playground.reload();
    await openSweep(page, playground, 'Queue');
    await expect(status).toHaveText(/1 of 2 runs ended/);
    const runs = page.getByRole('list', { name: 'Runs' }).getByRole('listitem');
    await expect(runs.filter({ hasText: 'Done' })).toHaveCount(1);
    await expect(runs.filter({ hasText: 'Waiting' })).toHaveCount(1);
  });

  await test.step('it goes on where it was', async () => {
    await start.click();
    await expect(status).toHaveText(/All 2 runs ended/, { timeout: 120_000 });
    const csv = await exported(page, 'csv');
    const [head, ...lines] = csv.trimEnd().split('\r\n');
    expect(head).toContain('title,state,data set,layout');
    expect(head).toContain('config.adapters.attn.kernel');
    expect(lines).toHaveLength(2);
    for (const [i, line] of lines.entries()) expect(line).toContain(`Attn(T) FFN(F) r 6 · 2e-3 · seed ${i + 1},done,`);
  });

  await test.step('the table shows mean and deviation, and says that the paper is no measure', async () => {
    await page.getByRole('tab', { name: 'Table 2' }).click();
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: ROW }) });
    await expect(row).toContainText(/ours \d+\.\d\d ± \d+\.\d\d \(n 2\)/);
    await expect(page.getByRole('tabpanel')).toContainText('none of the paper’s data sets');
    expect(await exported(page, 'Markdown')).toMatch(/Attn\(T\) FFN\(F\), 5%.*ours .*± .*\(n 2\)/);
  });

  await test.step('axe finds nothing in any tab, and a narrow page does not scroll sideways', async () => {
    for (const tab of ['Queue', 'Cross validation', 'Table 1', 'Table 2', 'Table 3']) {
      await page.getByRole('tab', { name: tab }).click();
      const { violations } = await new AxeBuilder({ page }).include('#sweep').analyze();
      expect(
        violations.map(({ id }) => id),
        tab,
      ).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 740 });
    for (const tab of ['Table 1', 'Queue']) {
      await page.getByRole('tab', { name: tab }).click();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, tab).toBeLessThanOrEqual(0);
    }
  });
});
