/**
 * npm run bench [-- --json] [--steps N] [--config nano|tiny|base] [BACKEND ...]
 * One LoAA training step and forward pass, ours against the plain composition of tfjs' own kernels, on WebAssembly and WebGPU
 * in headless Chromium. With --dawn, WebGPU in Node instead, and against jax-js and onnxruntime-web too.
 * Read the ratios: all contestants take turns within one run, on a machine that does nothing else. --json prints one object.
 */
import { benchInChromium } from './lib/benchChromium.mjs';
import { benchOnDawn, Missing } from './lib/benchDawn.mjs';
import { readWords } from './lib/benchWords.mjs';

let words;
try {
  words = readWords(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exit(2);
}

const results = [];
try {
  for await (const { report, text, load } of words.dawn ? benchOnDawn(words) : benchInChromium(words)) {
    results.push({ ...report, load });
    if (!words.json) console.log(`${text}\n`);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = error instanceof Missing ? 2 : 1;
}
if (words.json && !process.exitCode) console.log(JSON.stringify({ results }));
