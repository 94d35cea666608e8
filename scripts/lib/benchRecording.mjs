import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded, wavOf } from './benchClips.mjs';
import { longTasksSince, openBuiltSite } from './benchPage.mjs';
import { dropFiles } from './dropFiles.mjs';
import { loadBefore } from './load.mjs';

/** 16 bits at this rate: twelve hours are 691 MB, of which the disk holds what is no silence. Hz. */
const RATE = 8000;
const HEADER_BYTES = 44;
/** Sounds in the silence, each so long. */
const SOUNDS = 24;
const SOUND_SECONDS = 30;
/** What a model is trained to tell apart for this: so many clips of each, each so long. */
const CLIPS = 12;
const CLIP_SECONDS = 1;
/** From window to window. Seconds. */
const HOP = 5;
/** A task of the page's thread that a person notices. Milliseconds. */
const NOTICED_MS = 100;

/** Sounds of a kind: so many samples in 16 bits. */
const VOICES = {
  hiss: (length, random) => Int16Array.from({ length }, () => 20_000 * (random() - 0.5)),
  hum: (length, random) => {
    const step = (2 * Math.PI * (120 + 60 * random())) / RATE;
    return Int16Array.from({ length }, (_, n) => 6000 * (Math.sin(n * step) + Math.sin(3 * n * step) / 2));
  },
  quiet: (length, random) => Int16Array.from({ length }, () => 4 * (random() - 0.5)),
};
/** What is to be found in the recording. */
const PLANTED = ['hiss', 'hum'];

/** Writes clips of each voice into folders by class. */
function writeClips(folder) {
  for (const [name, voice] of Object.entries(VOICES)) {
    mkdirSync(join(folder, name), { recursive: true });
    for (let i = 0; i < CLIPS; i++)
      writeFileSync(join(folder, name, `${i}.wav`), wavOf(voice(RATE * CLIP_SECONDS, seeded(100 + i)), RATE));
  }
  return folder;
}

/** Writes a silent recording with sounds at a few places, and returns what begins where, in seconds. */
function writeRecording(path, hours) {
  const seconds = 3600 * hours;
  const header = Buffer.from(wavOf(new Int16Array(0), RATE));
  header.writeUInt32LE(HEADER_BYTES - 8 + 2 * RATE * seconds, 4);
  header.writeUInt32LE(2 * RATE * seconds, 40);
  const planted = Array.from({ length: SOUNDS }, (_, i) => ({
    label: PLANTED[i % PLANTED.length],
    start: Math.round(((i + 0.5) / SOUNDS) * seconds),
  }));
  const file = openSync(path, 'w');
  writeSync(file, header);
  ftruncateSync(file, HEADER_BYTES + 2 * RATE * seconds);
  for (const [i, { label, start }] of planted.entries()) {
    const sound = VOICES[label](RATE * SOUND_SECONDS, seeded(i));
    writeSync(file, sound, 0, sound.byteLength, HEADER_BYTES + 2 * RATE * start);
  }
  closeSync(file);
  return planted;
}

/** Trains for a moment, so that there is something to listen with. */
async function trainShortly(page, folder) {
  await page.getByTestId('step-data').click();
  await dropFiles(page, page.getByTestId('drop-zone'), [folder]);
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

/** The detections of the page, by its own export: label, and from where to where in seconds. */
async function detectionsOf(page) {
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-csv').click()]);
  const [, ...lines] = (await readFile(await saved.path(), 'utf8')).trim().split('\r\n');
  return lines.map((line) => {
    const [, start, end, label] = line.split(',');
    return { label, start: Number(start), end: Number(end) };
  });
}

/**
 * How many of the planted sounds were detected as what they are, within a window and a hop at either end, and how many other
 * detections of such sounds there were.
 */
function judge(planted, detections) {
  const near = 2 * HOP;
  const isOf = (sound, found) =>
    found.label === sound.label &&
    Math.abs(found.start - sound.start) <= near &&
    Math.abs(found.end - sound.start - SOUND_SECONDS) <= near;
  const heard = detections.filter(({ label }) => PLANTED.includes(label));
  return {
    right: planted.filter((sound) => heard.some((found) => isOf(sound, found))).length,
    other: heard.filter((found) => !planted.some((sound) => isOf(sound, found))).length,
  };
}

/** A recording of many hours, heard to its end: how long that takes, and what the page's thread and memory do. */
export async function* benchRecording({ hours }) {
  const folder = mkdtempSync(join(tmpdir(), 'loaa-bench-'));
  const site = await openBuiltSite();
  try {
    const path = join(folder, 'night.wav');
    const planted = writeRecording(path, hours);
    const { load, note } = loadBefore();
    const page = await site.openPlayground('wasm');
    await trainShortly(page, writeClips(join(folder, 'sounds')));
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
    const found = judge(planted, await detectionsOf(page));
    const said = (await progress.innerText()).replaceAll('\n', ' ');
    const report = {
      subject: 'recording',
      hours,
      seconds,
      said,
      planted: planted.length,
      found,
      grownBytes: grown,
      longestTaskMs: tasks.longest,
      tasksOver100Ms: tasks.over,
    };
    const text = [
      `A recording of ${hours} hours, heard in windows ${HOP} s apart in ${seconds.toFixed(0)} s. Chromium ${site.version}; ${note}`,
      `  the page says: ${said}`,
      `  of ${planted.length} sounds in it ${found.right} were detected as what and where they are; ${found.other} other detections of such`,
      `  longest task ${tasks.longest.toFixed(0)} ms, over ${NOTICED_MS} ms: ${tasks.over}`,
      ...(grown === null ? [] : [`  the page's memory grew by at most ${(grown / 1e6).toFixed(0)} MB`]),
    ];
    yield { report, text: text.join('\n'), load };
  } finally {
    await site.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
