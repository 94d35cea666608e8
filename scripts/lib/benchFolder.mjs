import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded, wavOf } from './benchClips.mjs';
import { longTasksSince, openBuiltSite } from './benchPage.mjs';
import { dropFiles } from './dropFiles.mjs';
import { loadBefore } from './load.mjs';

const CLASSES = 50;
const RATE = 16_000;
const SAMPLES = 800;
/** A task of the page's thread that a person notices. Milliseconds. */
const NOTICED_MS = 100;

/** Writes so many different short sounds, a folder each class, and returns `folder`. */
function writeMany(folder, count) {
  const random = seeded(1);
  for (let i = 0; i < count; i++) {
    const label = join(folder, `class-${String(i % CLASSES).padStart(2, '0')}`);
    if (i < CLASSES) mkdirSync(label, { recursive: true });
    const step = 0.05 + random();
    const samples = Int16Array.from({ length: SAMPLES }, (_, n) => 9000 * Math.sin(n * step));
    writeFileSync(join(label, `clip-${i}.wav`), wavOf(samples, RATE));
  }
  return folder;
}

/** A folder of very many files, dropped: when it is recognised, when it is ready, and what the page's thread did meanwhile. */
export async function* benchFolder({ clips }) {
  const folder = mkdtempSync(join(tmpdir(), 'loaa-bench-'));
  const site = await openBuiltSite();
  try {
    console.error(`Writing ${clips} files.`);
    writeMany(folder, clips);
    const { load, note } = loadBefore();
    const page = await site.openPlayground('wasm');
    await page.getByTestId('step-data').click();
    const memory = await site.watchMemory();
    const before = memory.now();
    const started = performance.now();
    const secondsNow = () => (performance.now() - started) / 1000;
    const since = await page.evaluate(() => window.performance.now());
    await dropFiles(page, page.getByTestId('drop-zone'), [folder]);
    await page
      .locator('#data')
      .getByText(/^[\d,]+ clips in/)
      .first()
      .waitFor({ timeout: 0 });
    const recognised = { seconds: secondsNow(), ...(await longTasksSince(page, since, NOTICED_MS)) };
    console.error(JSON.stringify(recognised));
    const rows = await page.locator('#clips [role="row"]').count();
    await page.locator('[data-testid="start"]:enabled').waitFor({ timeout: 0 });
    const ready = { seconds: secondsNow(), ...(await longTasksSince(page, since, NOTICED_MS)) };
    const elements = await page.evaluate(() => window.document.querySelectorAll('*').length);
    const grown = memory.peak() === null ? null : memory.peak() - before;
    memory.end();
    const report = { subject: 'folder', files: clips, recognised, ready, rows, elements, grownBytes: grown };
    const tasks = ({ longest, over }) => `longest task ${longest.toFixed(0)} ms, over ${NOTICED_MS} ms: ${over}`;
    const text = [
      `A folder of ${clips} files, dropped. Chromium ${site.version}; ${note}`,
      `  recognised after ${recognised.seconds.toFixed(1)} s; ${tasks(recognised)}`,
      `  ready to train after ${ready.seconds.toFixed(1)} s; ${tasks(ready)}`,
      `  rows of clips in the page: ${rows}; elements in all: ${elements}`,
      ...(grown === null ? [] : [`  the page's memory grew by at most ${(grown / 1e6).toFixed(0)} MB`]),
    ];
    yield { report, text: text.join('\n'), load };
  } finally {
    await site.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
