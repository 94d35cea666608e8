/**
 * npm run parity -- DIR [TARGET ...] [--only WORDS] [--dawn]
 * Checks a folder of goldens, laid out as fixtures/, on every backend (plain CPU, WebAssembly, WebGPU) in Chromium, and on
 * WebGPU with the kernels of other adapters. The goldens of every method (fixtures-methods/) and the checks that need none are
 * run besides. With --only, those groups of checks whose title holds the words (src/parity/run.ts). With --dawn, WebGPU in
 * Node through Dawn instead (see scripts/lib/dawn.mjs).
 * A line a check with its largest error; last line "N passed, M failed".
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkInChromium } from './lib/parityChromium.mjs';
import { checkOnDawn } from './lib/parityDawn.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, dawn: { type: 'boolean', default: false } },
});
const [directory, ...named] = positionals;
if (!directory || !existsSync(resolve(directory, 'train_index.json'))) {
  console.error('Use: npm run parity -- DIR, where DIR is a folder laid out as fixtures/ (with train_index.json).');
  process.exit(2);
}
const webgpu = ['webgpu', 'webgpu-gpu-kernels', 'webgpu-subgroups', 'webgpu-f16'];
const targets = named.length > 0 ? named : values.dawn ? webgpu : [null, 'cpu', 'wasm', ...webgpu];

let passed = 0;
let failed = 0;

function report(target, message) {
  if (message.kind === 'skipped') {
    failed++;
    console.log(`FAIL  ${label(target)}  the backend did not start: ${message.reason}`);
  } else if (message.kind === 'result') {
    const { name, error, bound, note } = message.result;
    if (message.passed) passed++;
    else failed++;
    const size = typeof error === 'number' ? error.toExponential(1) : error;
    console.log(`${message.passed ? 'ok  ' : 'FAIL'}  ${label(target)}  ${name}  ${size} (bound ${bound}; ${note})`);
  }
}

const label = (target) => (target ?? 'any').padEnd(6);

try {
  await (values.dawn ? checkOnDawn : checkInChromium)(resolve(directory), targets, values.only, report);
} catch (error) {
  failed++;
  console.error(error);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
