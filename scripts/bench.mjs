/**
 * npm run bench [-- --json] [-- --steps N] [-- BACKEND ...]
 * One LoAA training step of ViT-Nano (batch 8, 66 tokens, r 8), ours against the plain composition of tfjs' own kernels, on
 * WebAssembly and WebGPU in headless Chromium. Read the ratios: both contestants take turns within one run.
 */
import { loadavg } from 'node:os';
import { launchChromium } from './lib/chromium.mjs';
import { buildSite, serveFolder } from './lib/site.mjs';

const words = process.argv.slice(2);
const json = words.includes('--json');
const stepsAt = words.indexOf('--steps');
const steps = stepsAt >= 0 ? Number(words[stepsAt + 1]) : 5;
const named = words.filter((word) => ['wasm', 'webgpu', 'cpu'].includes(word));
const backends = named.length > 0 ? named : ['wasm', 'webgpu'];
if (words.includes('--dawn')) {
  console.error('--dawn is not there yet: this benchmark runs in Chromium only.');
  process.exit(2);
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Medians over the counted steps; the first one compiles and is left out. */
function summary(measures) {
  const counted = measures.slice(1);
  const of = (key) => median(counted.map((measure) => measure[key]));
  return {
    stepMs: of('ms'),
    dispatches: of('dispatches'),
    submissions: of('submissions'),
    buffersCreated: of('buffers'),
    readbacks: of('readbacks'),
    gpuBytes: of('gpuBytes'),
    growth: {
      tensors: measures.at(-1).tensors - measures[1].tensors,
      bytes: measures.at(-1).bytes - measures[1].bytes,
    },
    losses: measures.map((measure) => measure.loss),
  };
}

const site = await serveFolder(await buildSite('headless'));
const browser = await launchChromium();
const results = [];
try {
  for (const backend of backends) {
    const load = loadavg()[0];
    const page = await browser.newPage();
    page.on('console', (message) => console.error(message.text()));
    await page.goto(`${site.url}headless.html`);
    await page.waitForFunction('window.loaa !== undefined');
    const { contestants } = await page.evaluate(([name, count]) => window.loaa.bench(name, count), [backend, steps]);
    await page.close();
    const [ours, plain] = [summary(contestants.ours), summary(contestants.plain)];
    const lossGap = Math.max(...ours.losses.map((loss, i) => Math.abs(loss - plain.losses[i])));
    results.push({ backend, model: 'nano', steps, load, ours, plain, ratio: ours.stepMs / plain.stepMs, lossGap });
  }
} finally {
  await browser.close();
  await site.close();
}

if (json) console.log(JSON.stringify(results));
else for (const result of results) print(result);

function print({ backend, load, ours, plain, ratio, lossGap }) {
  console.log(`${backend}, ViT-Nano, batch 8 (load before: ${load.toFixed(1)})`);
  const row = (name, r) => {
    const gpu = r.gpuBytes === null ? '' : `, ${(r.gpuBytes / 1e6).toFixed(0)} MB on the GPU`;
    const calls =
      r.dispatches > 0
        ? `, ${r.dispatches} dispatches, ${r.submissions} submissions, ${r.buffersCreated} buffers made`
        : '';
    console.log(
      `  ${name.padEnd(6)} ${r.stepMs.toFixed(0).padStart(6)} ms a step${calls}${gpu}; growth ${r.growth.tensors} tensors`,
    );
  };
  row('ours', ours);
  row('plain', plain);
  console.log(
    `  ratio ${ratio.toFixed(3)}; losses differ by ${lossGap.toExponential(1)}${lossGap > 1e-3 ? ': NOT THE SAME WORK' : ''}`,
  );
}
