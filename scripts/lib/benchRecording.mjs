import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded, wavOf } from './benchClips.mjs';
import { longTasksSince, openBuiltSite } from './benchPage.mjs';
import { loadBefore } from './load.mjs';

/** 16 bits at this rate: twelve hours are 691 MB, of which the disk holds what is no silence. Hz. */
const RATE = 8000;
const HEADER_BYTES = 44;
/** Sounds in the silence, each so long. */
const SOUNDS = 6;
const SOUND_SECONDS = 30;
/** From window to window. Seconds. */
const HOP = 5;
/** A task of the page's thread that a person notices. Milliseconds. */
const NOTICED_MS = 100;

/** Writes a silent recording with noise at a few places. */
function writeRecording(path, hours) {
  const seconds = 3600 * hours;
  const header = Buffer.from(wavOf(new Int16Array(0), RATE));
  header.writeUInt32LE(HEADER_BYTES - 8 + 2 * RATE * seconds, 4);
  header.writeUInt32LE(2 * RATE * seconds, 40);
  const random = seeded(1);
  const noise = Int16Array.from({ length: RATE * SOUND_SECONDS }, () => 20_000 * (random() - 0.5));
  const starts = Array.from({ length: SOUNDS }, (_, i) => Math.round(((i + 0.5) / SOUNDS) * seconds));
  const file = openSync(path, 'w');
  writeSync(file, header);
  ftruncateSync(file, HEADER_BYTES + 2 * RATE * seconds);
  for (const start of starts) writeSync(file, noise, 0, noise.byteLength, HEADER_BYTES + 2 * RATE * start);
  closeSync(file);
}

/** Trains for a moment, so that there is something to listen with. */
async function trainShortly(page) {
  await page.getByTestId('step-data').click();
  await page.getByTestId('use-demo').click();
  await page.getByRole('spinbutton', { name: 'At most, clips', exact: true }).fill('32');
  await page.getByTestId('step-model').click();
  for (const [name, value] of [
    ['Frames a clip', '64'],
    ['Batch', '8'],
    ['Epochs', '10'],
  ])
    await page.getByRole('spinbutton', { name, exact: true }).fill(value);
  await page.locator('[data-testid="start"]:enabled').click({ timeout: 0 });
  await page.locator('[data-testid="run-status"][data-status="finished"]').waitFor({ timeout: 0 });
}

/** A recording of many hours, heard to its end: how long that takes, and what the page's thread and memory do. */
export async function* benchRecording({ hours }) {
  const folder = mkdtempSync(join(tmpdir(), 'loaa-bench-'));
  const site = await openBuiltSite();
  try {
    const path = join(folder, 'night.wav');
    writeRecording(path, hours);
    const { load, note } = loadBefore();
    const page = await site.openPlayground('wasm');
    await trainShortly(page);
    await page.getByTestId('step-try').click();
    await page.getByRole('tab', { name: 'Long recording' }).click();
    await page.getByRole('spinbutton', { name: 'Hop, s', exact: true }).fill(String(HOP));
    const memory = await site.watchMemory();
    const before = memory.now();
    const started = performance.now();
    const since = await page.evaluate(() => window.performance.now());
    await page.getByTestId('recording-input').setInputFiles(path);
    const progress = page.getByTestId('recording-progress');
    await page.locator('[data-testid="recording-progress"][data-status="done"]').waitFor({ timeout: 0 });
    const seconds = (performance.now() - started) / 1000;
    const tasks = await longTasksSince(page, since, NOTICED_MS);
    const grown = memory.peak() === null ? null : memory.peak() - before;
    memory.end();
    const said = (await progress.innerText()).replaceAll('\n', ' ');
    const report = {
      subject: 'recording',
      hours,
      seconds,
      said,
      grownBytes: grown,
      longestTaskMs: tasks.longest,
      tasksOver100Ms: tasks.over,
    };
    const text = [
      `A recording of ${hours} hours, heard in windows ${HOP} s apart in ${seconds.toFixed(0)} s. Chromium ${site.version}; ${note}`,
      `  the page says: ${said}`,
      `  longest task ${tasks.longest.toFixed(0)} ms, over ${NOTICED_MS} ms: ${tasks.over}`,
      ...(grown === null ? [] : [`  the page's memory grew by at most ${(grown / 1e6).toFixed(0)} MB`]),
    ];
    yield { report, text: text.join('\n'), load };
  } finally {
    await site.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
