import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { soundFile } from '../support/sounds';
import { expect, test } from '../support/test';

test('two files of the same name are both used, and flagged', async ({ playground, page, workspace }) => {
  const paths = ['a/dog_1.wav', 'b/dog_1.wav', 'a/cat_1.wav', 'a/cat_2.wav'].map((path) => join(workspace, path));
  for (const [i, path] of paths.entries()) {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, soundFile('tone', i));
  }
  await playground.open('cpu');
  await page.getByTestId('files-input').setInputFiles(paths);
  await playground.expectData(4, 2);
  const problems = await playground.openProblems('1 warning about files that are used');
  await expect(problems).toContainText('dog_1.wav');
  await expect(problems).toContainText('Another file has the same path; this one is called "dog_1.wav (2)" here.');
  await expect(problems).toContainText('Check that no recording was added twice.');
});

test('files of the same name in two classes are two clips, without a word', async ({ playground, workspace }) => {
  for (const path of ['dog/1.wav', 'dog/2.wav', 'cat/1.wav', 'cat/2.wav']) {
    await mkdir(join(workspace, 'set', path, '..'), { recursive: true });
    await writeFile(join(workspace, 'set', path), soundFile('tone', path.length));
  }
  await playground.open('cpu');
  await playground.drop([join(workspace, 'set')]);
  await playground.expectData(4, 2);
  await expect(playground.data.locator('summary').filter({ hasText: /not used|warning/ })).toHaveCount(0);
});

test('promise 33: names full of HTML are shown as text everywhere, and make no element', async ({
  playground,
  page,
  workspace,
}) => {
  const evil = '<img src=x onerror="window.wasHit=1"><script>window.wasHit=1<!--';
  const folder = join(workspace, '<b>set');
  for (const label of [`${evil} class`, 'plain']) {
    await mkdir(join(folder, label), { recursive: true });
    for (const i of [1, 2]) await writeFile(join(folder, label, `${evil}${i}.wav`), soundFile('tone', i));
  }
  // Text that runs from right to left, and the longest name that a disk takes.
  const backwards = `\u202egnp.${'w'.repeat(240)}`;
  await mkdir(join(folder, backwards));
  for (const i of [1, 2]) await writeFile(join(folder, backwards, `${i}.wav`), soundFile('tone', i));
  await writeFile(join(folder, 'plain', `${evil} broken.wav`), 'no sound');

  await playground.open('cpu');
  await playground.drop([folder]);
  await playground.expectData(6, 3);
  await expect(playground.data.getByRole('rowheader', { name: backwards })).toBeVisible();
  // What turns the direction of text ends with the name that holds it.
  const isApart = (element: Element) => getComputedStyle(element).unicodeBidi;
  expect(await playground.data.getByText(backwards, { exact: true }).first().evaluate(isApart)).toMatch(/isolate/);
  await expect(playground.data.getByText('<b>set', { exact: true })).toBeVisible();
  await expect(playground.data.getByRole('rowheader', { name: `${evil} class` })).toBeVisible();
  const problems = await playground.openProblems('1 file was not used');
  await expect(problems).toContainText(`<b>set/plain/${evil} broken.wav`);
  await playground.show('look');
  await expect(page.getByTestId('look-clip')).toContainText(`${evil}1.wav`);
  await expect(page.locator('img, script:not([src]), b')).toHaveCount(0);
  expect(await page.evaluate(() => 'wasHit' in window)).toBe(false);
});
