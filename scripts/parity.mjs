/**
 * npm run parity -- DIR [BACKEND ...] [--only WORDS]
 * Checks a folder of goldens, laid out as fixtures/, on every backend (plain CPU, WebAssembly, WebGPU) in Chromium.
 * The goldens of every method (fixtures-methods/) and the checks that need none are run besides.
 * With --only, those groups of checks whose title holds the words (src/parity/run.ts).
 * A line a check with its largest error; last line "N passed, M failed".
 */
import { cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launchChromium } from './lib/chromium.mjs';
import { buildSite, ROOT, serveFolder } from './lib/site.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' } },
});
const [directory, ...named] = positionals;
if (!directory || !existsSync(resolve(directory, 'train_index.json'))) {
  console.error('Use: npm run parity -- DIR, where DIR is a folder laid out as fixtures/ (with train_index.json).');
  process.exit(2);
}
const backends = named.length > 0 ? named : [null, 'cpu', 'wasm', 'webgpu', 'webgpu-gpu-kernels'];

const folder = await buildSite('headless');
cpSync(join(ROOT, 'fixtures-methods'), join(folder, 'fixtures-methods'), { recursive: true });
const site = await serveFolder(folder);
const browser = await launchChromium();
let passed = 0;
let failed = 0;

function report(backend, message) {
  if (message.kind === 'skipped') {
    failed++;
    console.log(`FAIL  ${label(backend)}  the backend did not start: ${message.reason}`);
  } else if (message.kind === 'result') {
    const { name, error, bound, note } = message.result;
    if (message.passed) passed++;
    else failed++;
    const size = typeof error === 'number' ? error.toExponential(1) : error;
    console.log(`${message.passed ? 'ok  ' : 'FAIL'}  ${label(backend)}  ${name}  ${size} (bound ${bound}; ${note})`);
  }
}

const label = (backend) => (backend ?? 'any').padEnd(6);

try {
  for (const backend of backends) {
    const page = await browser.newPage();
    page.on('console', (message) => {
      const text = message.text();
      if (text.startsWith('{"kind"')) report(backend, JSON.parse(text));
      else if (message.type() === 'error') console.error(text);
    });
    await page.goto(`${site.url}headless.html`);
    await page.setInputFiles('#data', resolve(directory));
    await page.waitForFunction('window.loaa !== undefined');
    await page.evaluate(([name, only]) => window.loaa.parity(name, only), [backend, values.only]);
    await page.close();
  }
} catch (error) {
  failed++;
  console.error(error);
} finally {
  await browser.close();
  await site.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
