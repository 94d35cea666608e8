import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { writeSounds } from './support/sounds';
import { expect, test } from './support/test';
import { workersNamed } from './support/workers';

test('the benchmark measures, is copied as text, and gives way to a run', async ({
  playground,
  page,
  context,
  workspace,
}) => {
  test.setTimeout(240_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await playground.open('wasm');
  const bench = page.locator('#bench');
  const measure = page.getByTestId('bench-start');
  const bar = bench.getByRole('progressbar');
  await page.getByTestId('step-bench').press('Enter');
  await bench.getByRole('spinbutton', { name: 'Steps', exact: true }).fill('1');

  await test.step('a report of the same work', async () => {
    await measure.press('Enter');
    await expect(bar).toBeVisible();
    const report = page.getByTestId('bench-report');
    await expect(report).toBeVisible({ timeout: 180_000 });
    await expect(report).toContainText(/Ours over plain tfjs: step \d/);
    await expect(report).not.toContainText('NOT THE SAME WORK');
    const losses = report.getByRole('row', { name: 'First losses' }).getByRole('cell');
    const [ours, plain] = await losses.allInnerTexts();
    expect(ours).toMatch(/^\d\.\d{4} \d\.\d{4}$/);
    expect(plain).toBe(ours);
    await expect(report.getByRole('row', { name: 'Growth, tensors' }).getByRole('cell')).toHaveText(['0', '0']);
  });

  await test.step('as text', async () => {
    await page.getByTestId('bench-copy').click();
    await expect(bench.getByText('Copied.')).toBeVisible();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toContain('ViT-Nano, batch 8, 66 tokens; 1 steps; wasm: SIMD');
    expect(text).toContain(`Browser: ${await page.evaluate(() => navigator.userAgent)}`);
    expect(text).toMatch(/^Step, ms +[\d.]+ +[\d.]+$/m);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).include('#bench').analyze();
    expect(violations, colorScheme).toEqual([]);
  }

  await test.step('it can be cancelled', async () => {
    await measure.click();
    await bench.getByRole('button', { name: 'Cancel' }).click();
    await expect(bar).toHaveCount(0);
    await expect(bench.getByRole('alert')).toHaveCount(0);
    await expect.poll(async () => (await workersNamed(page, 'bench')).length).toBe(0);
  });

  await test.step('a run ends it, and it waits for the run', async () => {
    await playground.drop([await writeSounds(join(workspace, 'sounds'), 2)]);
    await playground.expectData(6, 3);
    await playground.setNumber('Frames a clip', 32);
    await playground.setNumber('Epochs', 50);
    await expect(page.getByTestId('start')).toBeEnabled();
    await playground.show('bench');
    await measure.click();
    await expect(bar).toBeVisible();
    await playground.press('start');
    await playground.expectStatus('running');
    await expect(bar).toHaveCount(0);
    await expect(measure).toBeDisabled();
    await expect(bench).toContainText('A run is under way');
    await playground.press('stop');
    await playground.expectStatus('stopped');
    await expect(measure).toBeEnabled();
  });
});
