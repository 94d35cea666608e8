import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Papa from 'papaparse';
import { readAudacity, readRaven } from '../src/dataset/annotationText';
import { canvasPixels, coloursIn } from './support/canvas';
import { longRecording, writeQuiet } from './support/longRecording';
import { writeSounds } from './support/sounds';
import { expect, test } from './support/test';

const PER_CLASS = 10;
const EVENTS = 12;

interface Span {
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

/** The text of an export, as it is saved. */
async function saved(page: Page, name: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId(`export-${name}`).click()]);
  return readFile(await download.path(), 'utf8');
}

/** Shared time over the time that either covers. */
function overlap(a: Span, b: Span): number {
  const shared = Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
  return shared / (a.end - a.start + b.end - b.start - shared);
}

test('a long recording becomes a timeline of detections, exported as csv, labels and a selection table', async ({
  playground,
  page,
  workspace,
}) => {
  test.setTimeout(420_000);
  const folder = await writeSounds(join(workspace, 'sounds'), PER_CLASS);
  await writeQuiet(folder, PER_CLASS);
  const { wav, placed } = longRecording(EVENTS, 1);
  const path = join(workspace, 'evening.wav');
  await writeFile(path, wav);

  await playground.open('wasm');
  await playground.drop([folder]);
  await playground.expectData(4 * PER_CLASS, 4);
  await playground.setNumber('Frames a clip', 64);
  await playground.setNumber('Epochs', 10);
  await playground.setNumber('Batch', 8);
  await playground.press('start');
  await playground.expectStatus('finished');
  await playground.show('try');
  await page.getByRole('tab', { name: 'Long recording' }).click();
  const progress = page.getByTestId('recording-progress');

  await test.step('read to the end', async () => {
    await page.getByTestId('recording-input').setInputFiles(path);
    await expect(progress).toHaveAttribute('data-status', 'done', { timeout: 120_000 });
    const canvas = page.getByTestId('recording-spectrogram');
    expect(coloursIn(await canvasPixels(canvas))).toBeGreaterThan(50);
  });

  await test.step('quiet is not looked for, and leaves the table', async () => {
    await page.getByText('By class', { exact: true }).click();
    await page.getByRole('checkbox', { name: 'Look for quiet' }).uncheck();
    const table = page.getByTestId('detections');
    await expect(table.getByRole('rowheader', { name: 'quiet' })).toHaveCount(0);
    await page.getByRole('spinbutton', { name: 'Shortest, s', exact: true }).fill('0.2');
    await page.getByRole('button', { name: 'Peak' }).click();
    await expect(table.getByRole('columnheader', { name: 'Peak' })).toHaveAttribute('aria-sort', 'ascending');
  });

  await test.step('the detections are where the sounds are, in every export alike', async () => {
    const csv = Papa.parse<Record<string, string>>(await saved(page, 'csv'), {
      header: true,
      skipEmptyLines: true,
    }).data;
    const found = csv.map((row) => ({ label: row.label ?? '', start: Number(row.start), end: Number(row.end) }));
    const anywhere = placed.filter((event) => found.some((one) => overlap(event, one) > 0.2));
    const right = placed.filter((event) => found.some((one) => one.label === event.label && overlap(event, one) > 0.2));
    expect(anywhere.length, JSON.stringify(found)).toBeGreaterThanOrEqual(0.75 * EVENTS);
    expect(right.length, JSON.stringify(found)).toBeGreaterThanOrEqual(0.5 * EVENTS);
    expect(csv.every((row) => row.file === 'evening.wav')).toBe(true);

    const spansOf = (marks: readonly Span[]) => marks.map(({ label, start, end }) => ({ label, start, end }));
    const labels = readAudacity(await saved(page, 'audacity'));
    const table = await saved(page, 'raven');
    expect(spansOf(labels.marks)).toEqual(found);
    expect(spansOf(readRaven(table).marks).map((mark) => ({ ...mark, end: Number(mark.end.toFixed(6)) }))).toEqual(
      found,
    );
    expect(table.split('\n')[0]).toContain('Begin Time (s)\tEnd Time (s)\tLow Freq (Hz)\tHigh Freq (Hz)');
  });

  await test.step('by keyboard: closer, along, and played', async () => {
    const timeline = page.getByTestId('timeline');
    await timeline.focus();
    await page.keyboard.press('ArrowRight');
    const first = Number(await timeline.getAttribute('aria-valuenow'));
    expect(first).toBeGreaterThan(0);
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await page.keyboard.press('End');
    expect(Number(await timeline.getAttribute('aria-valuenow'))).toBeGreaterThan(20);
    await page.keyboard.press('Home');
    await page.keyboard.press('Space');
    await expect(page.getByTestId('play-recording')).toHaveText('Stop');
    await expect.poll(async () => Number(await timeline.getAttribute('aria-valuenow'))).toBeGreaterThan(0.3);
    await page.keyboard.press('Space');
    await expect(page.getByTestId('play-recording')).toHaveText('Play from the cursor');
  });

  await test.step('stopped on the way, what was heard so far stays', async () => {
    await page.getByRole('spinbutton', { name: 'Hop, s', exact: true }).fill('0.01');
    await page.getByTestId('recording-input').setInputFiles(path);
    await expect(progress).toHaveAttribute('data-status', 'reading');
    await expect(page.getByTestId('timeline')).toBeVisible();
    await page.getByTestId('stop-recording').click();
    await expect(progress).toHaveAttribute('data-status', 'stopped');
    await expect(page.getByTestId('timeline')).toBeVisible();
  });

  await test.step('one that is cut short is heard as far as it goes, and that is said', async () => {
    const cut = join(workspace, 'cut.wav');
    await writeFile(cut, wav.subarray(0, wav.length - 16_000));
    await page.getByRole('spinbutton', { name: 'Hop, s', exact: true }).fill('0.2');
    await page.getByTestId('recording-input').setInputFiles(cut);
    const note = playground.tryIt.getByRole('alert').filter({ hasText: 'cut.wav' });
    await expect(note).toContainText('could be decoded; these are used');
    await expect(page.getByTestId('timeline')).toBeVisible();
  });

  await test.step('what is no sound is refused, and what was heard stays', async () => {
    const notes = join(workspace, 'notes.wav');
    await writeFile(notes, 'not a sound at all');
    await page.getByTestId('recording-input').setInputFiles(notes);
    await expect(playground.tryIt.getByRole('alert').filter({ hasText: 'notes.wav' })).toContainText(
      'is a text file, not a sound',
    );
    await expect(page.getByTestId('timeline')).toBeVisible();
  });
});
