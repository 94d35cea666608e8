import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeClips } from './benchClips.mjs';
import { longTasksSince, openBuiltSite } from './benchPage.mjs';
import { dropFiles } from './dropFiles.mjs';
import { presentPython } from './interop/python.mjs';
import { loadBefore } from './load.mjs';
import { ROOT } from './site.mjs';

const FBANK_SECONDS = 10;
const FBANK_TIMES = 40;
const CLIP_SECONDS = 5;
/** A task of the page's thread that a person notices. Milliseconds. */
const NOTICED_MS = 100;

/**
 * Sounds on their way to training, in the built page: the filterbank alone, beside Python's in the same run, and a folder from
 * the drop to "ready to train". Yields a report of each as it is done.
 */
export async function* benchAudio({ clips, recordings }) {
  const folder = mkdtempSync(join(tmpdir(), 'loaa-bench-'));
  const site = await openBuiltSite();
  try {
    yield await benchFbank(site, folder);
    console.error(recordings ? `Taking the sounds below ${recordings}.` : `Writing ${clips} clips.`);
    yield await benchDrop(site, recordings ?? writeClips(join(folder, 'clips'), clips, CLIP_SECONDS));
  } finally {
    await site.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The median, and a tenth of the way in from either end. */
function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  return { median: at(0.5), low: at(0.1), high: at(0.9) };
}

async function benchFbank(site, folder) {
  const { load, note } = loadBefore();
  const page = await site.open('headless.html');
  await page.waitForSelector('html[data-loaa]', { state: 'attached' });
  const measured = await page.evaluate(
    ([seconds, times]) => window.loaa.fbank(seconds, times),
    [FBANK_SECONDS, FBANK_TIMES],
  );
  await page.close();
  const ours = { by: 'this page', ...spread(measured.ms) };
  const { python, gap } = fbankInPython(folder, measured);
  const against = python && ours.median / python.median;
  const report = { subject: 'fbank', seconds: FBANK_SECONDS, ours, python, ratio: against, largestGap: gap };
  const line = ({ by, median, low, high }) =>
    `  ${by}: ${median.toFixed(1)} ms (${low.toFixed(1)} to ${high.toFixed(1)})`;
  const text = [
    `Filterbank of ${FBANK_SECONDS} s of sound on one thread, median of ${FBANK_TIMES} passes (10th to 90th percentile).`,
    `Chromium ${site.version}; ${note}`,
    line(ours),
    python
      ? line(python)
      : '  Python: neither torchaudio nor transformers is installed (set PYTHON to one that has them).',
    ...(python ? [`  ratio ${against.toFixed(2)}; largest difference of a value ${gap.toExponential(1)}`] : []),
  ];
  return { report, text: text.join('\n'), load };
}

/** The same sound through Python's filterbank, and how far the two are apart; nulls where no Python has one. */
function fbankInPython(folder, { wave, features }) {
  const found = presentPython(['torchaudio', 'transformers']);
  if (!found) return { python: null, gap: null };
  const [wavePath, featuresPath] = ['wave.f32', 'features.f32'].map((name) => join(folder, name));
  writeFileSync(wavePath, Buffer.from(wave, 'base64'));
  const script = join(ROOT, 'python', 'bench_fbank.py');
  const { by, ms } = JSON.parse(found.run([script, wavePath, featuresPath, String(FBANK_TIMES)]));
  const [ours, theirs] = [Buffer.from(features, 'base64'), readFileSync(featuresPath)].map(
    (bytes) => new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
  );
  const gap =
    ours.length === theirs.length ? ours.reduce((most, x, i) => Math.max(most, Math.abs(x - theirs[i])), 0) : Infinity;
  return { python: { by, ...spread(ms) }, gap };
}

async function benchDrop(site, folder) {
  const { load, note } = loadBefore();
  const page = await site.openPlayground('wasm');
  await page.getByTestId('step-data').click();
  const zone = page.getByTestId('drop-zone');
  await zone.waitFor();
  const since = await page.evaluate(() => window.performance.now());
  const before = await site.processorSeconds();
  const started = performance.now();
  await dropFiles(page, zone, [folder]);
  await page.locator('[data-testid="start"]:enabled').waitFor({ timeout: 0 });
  const seconds = (performance.now() - started) / 1000;
  const processor = (await site.processorSeconds()) - before;
  const prepared = await clipsIn(page);
  const tasks = await longTasksSince(page, since, NOTICED_MS);
  await page.close();
  const cores = availableParallelism();
  const rates = { perSecond: prepared / seconds, perSecondPerCore: prepared / seconds / cores };
  const report = {
    subject: 'drop',
    clips: prepared,
    cores,
    seconds,
    ...rates,
    processorSeconds: processor,
    perProcessorSecond: prepared / processor,
    longestTaskMs: tasks.longest,
    tasksOver100Ms: tasks.over,
  };
  const text = [
    `${prepared} clips dropped, to "ready to train": ${seconds.toFixed(1)} s on ${cores} cores.`,
    `Chromium ${site.version}; ${note}`,
    `  ${rates.perSecondPerCore.toFixed(1)} clips a second a core; ` +
      `${report.perProcessorSecond.toFixed(1)} a second of processor time, all of the browser's processes together`,
    `  the page's longest task: ${tasks.longest.toFixed(0)} ms; over ${NOTICED_MS} ms: ${tasks.over}`,
  ];
  return { report, text: text.join('\n'), load };
}

/** Clips that the page says it has. */
async function clipsIn(page) {
  const words = await page
    .locator('#data')
    .getByText(/^[\d,]+ clips in/)
    .first()
    .innerText();
  return Number(/^[\d,]+/.exec(words)[0].replaceAll(',', ''));
}
