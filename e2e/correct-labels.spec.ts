import { copyFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { writeSounds } from './support/sounds';
import { expect, test } from './support/test';

const PER_CLASS = 10;
/** Lies in the folder of the claps, and is a whistle. */
const MISLABELLED = 'noise/whistle.wav';

/** Moves the focus on with Tab until it is on the element that `wanted` tells. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  const isThere = () => page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, wanted);
  for (let presses = 0; presses < 150; presses++) {
    if (await isThere()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${wanted}.`);
}

test('a mislabelled clip is found, put right by keyboard, trained on; the clips of a confusion are heard, and it trains again', async ({
  playground,
  page,
  workspace,
}) => {
  test.setTimeout(420_000);
  const folder = await writeSounds(join(workspace, 'sounds'), PER_CLASS);
  await rename(join(folder, 'chirp', 'chirp_03.wav'), join(folder, MISLABELLED));
  await copyFile(join(folder, 'tone', 'tone_00.wav'), join(folder, 'tone', 'tone_10.wav'));
  await playground.open('wasm');
  await playground.setNumber('Frames a clip', 64);
  await playground.drop([folder]);
  await playground.expectData(3 * PER_CLASS + 1, 3);

  const suspicious = page.getByRole('grid', { name: 'Suspicious clips' });
  await test.step('the map lists it first, with what its neighbours are', async () => {
    await page.getByTestId('make-map').click();
    const first = suspicious.getByRole('row').first();
    await expect(first).toContainText('whistle.wav', { timeout: 120_000 });
    await expect(first).toContainText('Its neighbours say chirp');
    await first.scrollIntoViewIfNeeded();
    await expect(first.getByTestId('clip-picture')).toHaveAttribute('data-drawn', '');
    await expect(page.getByRole('button', { name: 'Map the clips again' })).toBeVisible({ timeout: 60_000 });
  });

  await test.step('the list of all clips can be narrowed to the suspicious ones', async () => {
    const clips = page.locator('#clips');
    const show = clips.getByRole('combobox', { name: 'Show' });
    await show.selectOption({ label: 'Suspicious, by the map' });
    await expect(clips.getByRole('grid', { name: 'Clips' }).getByRole('row').first()).toContainText('whistle.wav');
    await show.selectOption({ label: 'All clips' });
  });

  await test.step('with the keyboard alone it is heard, and gets the label that is proposed', async () => {
    await page.getByRole('searchbox', { name: 'Search the clips' }).focus();
    await tabTo(page, '[role="grid"][aria-label="Suspicious clips"]');
    await page.keyboard.press('Enter');
    await expect(suspicious.locator('[data-playing]')).toHaveCount(1);
    await page.keyboard.press('r');
    await expect(page.getByTestId('label-field').last()).toBeFocused();
    await expect(page.getByTestId('label-field').last()).toHaveValue('chirp');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('edit-status')).toContainText('Relabelled 1 clip as chirp.');
    await expect(suspicious.getByText('whistle.wav')).toHaveCount(0);
  });

  await test.step('it is undone and redone, and every class has its clips', async () => {
    await page.getByTestId('undo-edit').press('Enter');
    await expect(page.getByTestId('edit-status')).toContainText('Nothing is changed.');
    await page.getByTestId('redo-edit').press('Enter');
    const row = playground.data
      .getByRole('row')
      .filter({ has: page.getByRole('button', { name: 'chirp', exact: true }) });
    await expect(row.getByRole('cell').nth(0)).toHaveText('8');
    await expect(row.getByRole('cell').nth(1)).toHaveText('2');
  });

  await test.step('a class is opened, narrowed to what was changed', async () => {
    await page.getByRole('button', { name: 'chirp', exact: true }).click();
    const clips = page.getByRole('grid', { name: 'Clips', exact: true });
    await expect(clips).toHaveAttribute('aria-rowcount', String(PER_CLASS));
    await page.getByRole('combobox', { name: 'Show' }).selectOption('Changed by you');
    await expect(clips).toHaveAttribute('aria-rowcount', '1');
    await expect(clips.getByRole('row')).toContainText('was noise');
  });

  await test.step('a run; a cell of its confusions opens the clips, to hear', async () => {
    await playground.setNumber('Epochs', 1);
    await playground.setNumber('Batch', 8);
    await playground.press('start');
    await playground.expectStatus('finished');
    await playground.show('errors');
    const cell = page.getByRole('button', { name: /clips? of .* said to be/ }).first();
    const words = (await cell.getAttribute('aria-label')) ?? '';
    await cell.press('Enter');
    const [, count, title] = /^(\d+) clips? of (.*)$/.exec(words) ?? [];
    const grid = page.getByRole('grid', { name: title ?? '' });
    await expect(grid).toHaveAttribute('aria-rowcount', count ?? '');
    await expect(grid).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(grid.locator('[data-playing]')).toHaveCount(1);
    await expect(grid.getByRole('row').first()).toContainText('%');
  });

  await test.step('one is excluded, and it trains again with the same settings', async () => {
    await page.keyboard.press('x');
    await expect(page.getByText(/The data set was changed since this run \(2 changes in all\)/)).toBeVisible();
    await page.getByTestId('train-again').press('Enter');
    await playground.expectStatus('finished');
    await playground.show('errors');
    await expect(page.getByText(/then train again with the same settings and seed/)).toBeVisible();
  });

  await test.step('another visit is offered the corrections', async () => {
    await playground.reload();
    await playground.drop([folder]);
    await playground.expectData(3 * PER_CLASS + 1, 3);
    await page.getByRole('button', { name: 'Apply them' }).click();
    await expect(page.getByTestId('edit-status')).toContainText('Excluded 1 clip.');
    await expect(playground.data.getByText(`${3 * PER_CLASS} clips in 3 classes`)).toBeVisible();
  });
});
