import { join, resolve } from 'node:path';
import { dropFiles } from '../scripts/lib/dropFiles.mjs';
import { expect, test } from './support/test';

/** What python/train.py wrote after two epochs on the demo sounds. */
const TRAINED = resolve('tests/runs/trained');
const SOUND = resolve('node_modules/supersonic-scsynth-samples/samples/tabla_te_ne.flac');
/** Of that sound in predictions.csv. */
const SCORES = { bd: 0.188, hat: 0.2901, tabla: 0.1078 };

test('a run of train.py: its dropped folder has curves, errors and an adapter that predicts the same', async ({
  playground,
  page,
}) => {
  test.setTimeout(240_000);
  await playground.open('wasm');
  await playground.useDemo();
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 90_000 });
  await playground.show('compare');

  await test.step('it stands among the runs, with its curves', async () => {
    await dropFiles(page, page.getByRole('group', { name: 'Runs to import' }), [TRAINED]);
    const row = page.getByRole('grid', { name: 'Runs' }).getByRole('row').last();
    await expect(row).toContainText('47.8 %', { timeout: 30_000 });
    await expect(row).toContainText('imported');
    await expect(page.getByRole('figure', { name: /loss/i }).first()).toBeVisible();
    await row.locator('label[slot=selection]').click();
  });

  await test.step('its errors open, with the clips to hear', async () => {
    await page.getByRole('button', { name: 'Open its errors' }).click();
    await expect(page.getByTestId('step-errors')).toHaveAttribute('aria-current', 'page', { timeout: 60_000 });
    await expect(page.getByTestId('result-top1')).toHaveText('47.8 %');
    const errors = page.locator('#errors');
    await expect(errors.getByRole('grid', { name: 'Most confident mistakes' }).getByRole('row').first()).toBeVisible();
    await expect(errors.getByRole('list', { name: 'Clips that are not open' })).toHaveCount(0);
  });

  await test.step('its attention is there', async () => {
    await playground.lookAt(1);
    await expect(page.getByTestId('map').nth(1)).toBeVisible({ timeout: 60_000 });
  });

  await test.step('its adapter says of a sound what PyTorch said', async () => {
    const scores = await playground.predict(SOUND, 'tabla_te_ne.flac');
    for (const [label, score] of Object.entries(SCORES)) expect(scores.get(label), label).toBeCloseTo(score, 2);
  });

  await test.step('dropped again it is not there twice; a folder of something else is refused by name', async () => {
    await playground.show('compare');
    const zone = page.getByRole('group', { name: 'Runs to import' });
    await dropFiles(page, zone, [TRAINED]);
    await dropFiles(page, zone, [join(TRAINED, 'metrics.json')]);
    await expect(page.locator('#sweep').getByText('holds no run.')).toBeVisible();
    await expect(page.getByRole('grid', { name: 'Runs' }).getByRole('row')).toHaveCount(2);
  });
});
