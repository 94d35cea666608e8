import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { sharedDataset } from '../tests/files/fakes';
import { soundFile, VOICE_NAMES } from './support/sounds';
import { expect, test } from './support/test';

/** A folder of numbered sounds, whose names tell nothing, and the table's rows of them. */
async function numbered(folder: string, count: number): Promise<readonly { name: string; voice: string }[]> {
  await mkdir(folder, { recursive: true });
  const all = Array.from({ length: count }, (_, i) => ({ name: `${i}.wav`, voice: VOICE_NAMES[i % 3] ?? 'tone', i }));
  for (const { name, voice, i } of all) await writeFile(join(folder, name), soundFile(voice as 'tone', i));
  return all;
}

test('a table is recognised, its columns can be changed, and what is loaded follows at once', async ({
  playground,
  page,
  workspace,
}) => {
  const sounds = await numbered(join(workspace, 'field', 'audio'), 12);
  const rows = sounds.map(
    ({ name, voice }, i) => `C:\\tapes\\${name},${voice},${i % 2 ? 'ann' : 'bob'},x${i % 4 > 1 ? 1 : 2}`,
  );
  await writeFile(
    join(workspace, 'field', 'meta.csv'),
    ['clip,kind,speaker,mood', ...rows, 'gone.wav,tone,bob,x1'].join('\r\n'),
  );
  await playground.open('cpu');
  await playground.drop([join(workspace, 'field')]);
  await playground.expectData(12, 3);

  const form = page.getByTestId('table-form');
  await expect(form).toContainText('12 of 13 rows name a recording that is here');
  await form.locator('summary').click();
  await expect(form.getByLabel('clip', { exact: true })).toHaveValue('path');
  await expect(form.getByLabel('speaker', { exact: true })).toHaveValue('group');
  await form.getByLabel('mood', { exact: true }).selectOption('label');
  await playground.expectData(12, 2);
  await expect(form.getByLabel('kind', { exact: true })).toHaveValue('ignore');
  await form.getByLabel('mood', { exact: true }).selectOption('ignore');
  await expect(playground.data.getByRole('alert')).toContainText('No column is a label.');
  await playground.expectData(12, 2);
  await form.getByRole('button', { name: 'Guess again' }).click();
  await playground.expectData(12, 3);
  await expect(playground.data.getByRole('alert')).toHaveCount(0);

  await expect(playground.data.getByRole('img', { name: /clips are (padded|cut)/ })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('#data').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test('promise 37: Audacity labels cut a long recording into clips, and one that reaches beyond it is listed', async ({
  playground,
  workspace,
}) => {
  const folder = join(workspace, 'garden');
  await numbered(folder, 2);
  await writeFile(
    join(folder, '0.txt'),
    '0.0\t0.2\twren\n\\\t500\t4000\n0.2\t0.4\towl\n0.2\t0.4\twren\n0.4\t9\tlate\n',
  );
  await writeFile(join(folder, '1.txt'), '0.05\t0.25\towl\n0.3\t0.4\twren\n');
  await playground.open('cpu');
  await playground.drop([folder]);
  await playground.expectData(4, 2);
  await expect(playground.data).toContainText('1 clip has several labels');
  const problems = await playground.openProblems('not used');
  await expect(problems.filter({ hasText: '0.wav#0.4-9' })).toContainText('but the recording lasts');
});

const epic = sharedDataset('epic-sounds-layout');
test('EPIC-SOUNDS reads its HDF5 by slice', async ({ playground, page }) => {
  test.skip(epic === null, 'the reference data sets are not there');
  await playground.open('cpu');
  await playground.drop([epic ?? '']);
  await playground.expectData(52, 6);
  await expect(playground.data).toContainText('52 sound events of 3 videos');
  await playground.lookAt(1);
  await expect(page.getByTestId('map')).toBeVisible();
});
