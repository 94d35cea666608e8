import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './support/test';

test('before Start the page says what a run needs, and how to make a large one fit', async ({ playground, page }) => {
  test.setTimeout(240_000);
  const needs = page.getByTestId('run-needs');
  await playground.open('wasm');
  await playground.useDemo();
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 90_000 });

  await test.step('memory is counted, and a step is measured unasked', async () => {
    await expect(needs).toHaveAttribute('data-fits', 'true');
    await expect(needs).toContainText(/Needs about [\d.]+ MB of the [\d.]+ GB of WebAssembly memory/);
    await expect(page.getByTestId('epoch-time')).toHaveText(
      /an epoch, (by a measured step|reckoned from one layer)|first epoch and/,
      {
        timeout: 60_000,
      },
    );
  });

  await test.step('another setting is measured again', async () => {
    await playground.setNumber('Frames a clip', 512);
    await expect(page.getByTestId('epoch-time')).toHaveCount(0);
    await expect(page.getByTestId('epoch-time')).toBeVisible({ timeout: 60_000 });
  });

  await test.step('what will not fit is said, with what helps', async () => {
    await playground.setNumber('Batch', 512);
    await playground.setNumber('Frames a clip', 1024);
    await needs.locator('summary').click();
    await page.getByLabel('Micro-batch', { exact: true }).selectOption('512');
    await page.getByLabel('Layers kept', { exact: true }).selectOption('0');
    await expect(needs).toHaveAttribute('data-fits', 'false');
    await expect(needs).toContainText('this run will not fit');
    const { violations } = await new AxeBuilder({ page }).include('[data-testid="run-needs"]').analyze();
    expect(violations).toEqual([]);
    await needs.getByRole('button', { name: /^Micro-batches of/ }).click();
    await expect(needs).toHaveAttribute('data-fits', 'true');
    await expect(needs).toContainText(/with micro-batches of \d+/);
  });

  await test.step('such a run starts', async () => {
    await playground.setNumber('Frames a clip', 32);
    await playground.setNumber('Batch', 8);
    await page.getByLabel('Micro-batch', { exact: true }).selectOption('2');
    await page.getByLabel('Layers kept', { exact: true }).selectOption('1');
    await playground.setNumber('Epochs', 1);
    await page.getByTestId('start').click();
    await playground.expectStatus('finished');
  });
});
