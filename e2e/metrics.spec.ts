import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { soundFile, VOICE_NAMES } from './support/sounds';
import { expect, test } from './support/test';

const CLASSES = 30;
const PER_CLASS = 3;
const PAGE = 25;

const className = (c: number) => `class ${String(c).padStart(2, '0')}`;

/** More classes than a page of the table holds: a folder each, below `folder`. */
async function writeClasses(folder: string): Promise<string> {
  for (let c = 0; c < CLASSES; c++) {
    await mkdir(join(folder, className(c)), { recursive: true });
    for (let i = 0; i < PER_CLASS; i++) {
      const voice = VOICE_NAMES[c % VOICE_NAMES.length] ?? 'tone';
      await writeFile(join(folder, className(c), `${c} ${i}.wav`), soundFile(voice, 100 * c + i));
    }
  }
  return folder;
}

test('a method is chosen and drawn, a run is judged class by class, padding is marked', async ({
  playground,
  page,
  workspace,
}) => {
  test.setTimeout(240_000);
  await playground.open('wasm');
  await playground.drop([await writeClasses(join(workspace, 'sounds'))]);
  await playground.expectData(CLASSES * PER_CLASS, CLASSES);
  const method = page.getByRole('combobox', { name: 'Method' });
  await playground.show('model');
  const diagram = page.getByTestId('block-diagram');

  await test.step('the diagram, the count and the fields follow the method and its layers', async () => {
    const trained = page.getByTestId('trained');
    const before = await trained.innerText();
    await expect(diagram).toHaveAccessibleName(/Time 1×3 \(down to 4, GELU, up\) beside it/);
    await page
      .getByRole('group', { name: 'Beside attention' })
      .getByRole('spinbutton', { name: 'Kernel size N' })
      .fill('7');
    await expect(diagram).toHaveAccessibleName(/Time 1×7/);
    await expect(trained).not.toHaveText(before);

    await page.getByRole('button', { name: /^Beside FFN: Frequency 3×1/ }).press('Enter');
    await page.getByRole('menuitemradio', { name: 'Square 3×3' }).press('Enter');
    await expect(diagram).toHaveAccessibleName(/Square 3×3/);
    await expect(page.getByRole('radio', { name: 'Square 3×3' })).toBeChecked();

    await method.selectOption('LoRA');
    await expect(diagram).toHaveAccessibleName(/a trained change of rank 8 in q, v/);
    await page.getByRole('checkbox', { name: /^fc2/ }).check();
    await page.getByRole('button', { name: 'Layer 1', exact: true }).click();
    await expect(diagram).toHaveAccessibleName(/in layers 2 to 6 of 6.*rank 8 in fc2/);

    await page.getByRole('button', { name: 'None', exact: true }).click();
    await expect(page.getByText('No layer is chosen: choose at least one of the 6.', { exact: true })).toBeVisible();
    await expect(page.getByTestId('start')).toBeDisabled();
    await page.getByRole('button', { name: 'Last half', exact: true }).click();
    await expect(page.getByTestId('start')).toBeEnabled();
  });

  await test.step('a run', async () => {
    await playground.setNumber('Frames a clip', 96);
    await playground.setNumber('Epochs', 1);
    await playground.setNumber('Batch', 16);
    await playground.press('start');
    await playground.expectStatus('finished');
  });

  const table = page.getByTestId('class-results');
  await playground.show('errors');
  const names = table.locator('tbody th');
  await test.step('its results: the best epoch’s accuracy, top-5, and the classes page by page', async () => {
    const top1 = page.getByTestId('result-top1');
    await expect(top1).toHaveText(await page.getByTestId('top1').innerText());
    await expect(page.getByTestId('result-map')).toHaveText(await page.getByTestId('map-best').innerText());
    await expect(page.getByText(/^always class \d\d: /)).toBeVisible();
    await expect(page.getByTestId('result-top5')).toHaveText(/%$/);
    await expect(names).toHaveCount(PAGE);
    await page.getByRole('navigation', { name: 'Classes' }).getByRole('button', { name: 'Page after' }).click();
    await expect(names).toHaveText(Array.from({ length: CLASSES - PAGE }, (_, i) => className(PAGE + i)));
  });

  await test.step('sorted by a measure and back, without a value last', async () => {
    const head = table.getByRole('columnheader', { name: 'AP' });
    const aps = async () =>
      (await table.locator('tbody tr').allInnerTexts()).map((row) => Number.parseFloat(row.split('\t')[1] ?? ''));
    await head.getByRole('button').click();
    await expect(head).toHaveAttribute('aria-sort', 'ascending');
    const rising = await aps();
    expect(rising).toEqual([...rising].sort((a, b) => a - b));
    await head.getByRole('button').press('Enter');
    await expect(head).toHaveAttribute('aria-sort', 'descending');
    const falling = await aps();
    expect(falling).toEqual([...falling].sort((a, b) => b - a));

    await table.getByRole('button', { name: 'Precision' }).click();
    await page.getByRole('navigation', { name: 'Classes' }).getByRole('button', { name: 'Page after' }).click();
    await expect(table.getByTitle('The model never gave this class as its answer.').first()).toContainText('–');
  });

  await test.step('searched, and saved whole', async () => {
    await page.getByRole('searchbox', { name: 'Find a class' }).fill('class 2');
    await expect(names).toHaveCount(12);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the table (csv)' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('results-validation.csv');
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
    expect(lines[0]).toBe('part,class,average precision,precision,recall,f1,support');
    expect(lines.slice(1).map((line) => line.split(',')[1])).toEqual(
      Array.from({ length: CLASSES }, (_, c) => className(c)),
    );
  });

  await test.step('padding is marked in the spectrogram and in both maps', async () => {
    await playground.lookAt(1);
    await expect(page.getByTestId('map')).toHaveCount(2);
    await expect(page.getByTestId('padding')).toHaveCount(3);
    await expect(page.getByText(/^The clip ends after 0\.\d\d s; the hatched rest is padding/)).toBeVisible();
    await expect(
      page.getByRole('img', { name: /Log-mel spectrogram.* of which the last 0\.\d\d s are padding/ }),
    ).toBeVisible();
  });
});
