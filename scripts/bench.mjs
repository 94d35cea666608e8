/**
 * npm run bench [-- --json] [--steps N] [--config nano|tiny|base] [BACKEND ...]
 * One LoAA training step and forward pass, ours against the plain composition of tfjs' own kernels, on WebAssembly and WebGPU
 * in headless Chromium. With --dawn, WebGPU in Node instead, and against jax-js and onnxruntime-web too.
 * npm run bench -- audio [--json] [--clips N] [--recordings FOLDER]
 * The filterbank beside Python's, and clips from the drop to "ready to train" in the built page.
 * npm run bench -- tasks [--json] [--clips N]
 * What the page's thread is held up by in each stage of a person's way through the page.
 * Read the ratios: all contestants take turns within one run, on a machine that does nothing else. --json prints one object.
 */
import { benchAudio } from './lib/benchAudio.mjs';
import { benchInChromium } from './lib/benchChromium.mjs';
import { benchFolder } from './lib/benchFolder.mjs';
import { benchLoad } from './lib/benchLoad.mjs';
import { benchRecording } from './lib/benchRecording.mjs';
import { benchTasks } from './lib/benchTasks.mjs';
import { benchOnDawn, Missing } from './lib/benchDawn.mjs';
import { readWords } from './lib/benchWords.mjs';

/** What yields the reports of a subject. */
const BENCHES = {
  step: (words) => (words.dawn ? benchOnDawn(words) : benchInChromium(words)),
  audio: benchAudio,
  folder: benchFolder,
  recording: benchRecording,
  load: benchLoad,
  tasks: benchTasks,
};

let words;
try {
  words = readWords(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exit(2);
}

const results = [];
try {
  for await (const { report, text, load } of BENCHES[words.subject](words)) {
    results.push({ ...report, load });
    if (!words.json) console.log(`${text}\n`);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = error instanceof Missing ? 2 : 1;
}
if (words.json && !process.exitCode) console.log(JSON.stringify({ results }));
