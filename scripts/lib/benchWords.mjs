/** Configurations and backends by name; `src/bench/configurations.ts` says what the former are. */
const CONFIGURATIONS = ['nano', 'tiny', 'base', 'base-514', 'base-514-8'];
const BACKENDS = ['wasm', 'webgpu', 'cpu'];
const CONTESTANTS = ['ours', 'plain', 'jax', 'onnx', 'onnx-attention'];
const MODELS = { nano: ['nano'], tiny: ['tiny'], base: ['base', 'base-514'] };

export const USE = `Use: npm run bench [-- --json] [--steps N] [--config nano|tiny|base] [wasm] [webgpu] [cpu]
     npm run bench -- --dawn [--json] [--steps N] [--config nano|tiny|base] [ours] [plain] [jax] [onnx] [onnx-attention]`;

/**
 * The command line's words. Counted steps are 5 where nobody says.
 * @throws Error with how to use it, at a word that means nothing
 */
export function readWords(words) {
  const out = { json: false, dawn: false, steps: 5, configurations: ['nano'], backends: [], contestants: [] };
  const wrong = (why) => {
    throw new Error(`${why}\n${USE}`);
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === '--json' || word === '--dawn') out[word.slice(2)] = true;
    else if (word === '--steps') {
      out.steps = Number(words[++i]);
      if (!Number.isInteger(out.steps) || out.steps < 1) wrong('--steps wants a whole number, at least 1.');
    } else if (word === '--config') {
      const name = words[++i];
      if (Object.hasOwn(MODELS, name)) out.configurations = MODELS[name];
      else if (CONFIGURATIONS.includes(name)) out.configurations = [name];
      else wrong('--config wants nano, tiny or base.');
    } else if (BACKENDS.includes(word)) out.backends.push(word);
    else if (CONTESTANTS.includes(word)) out.contestants.push(word);
    else wrong(`"${word}" is no word of the benchmark.`);
  }
  if (out.dawn && out.backends.length > 0) wrong('--dawn measures WebGPU alone.');
  if (!out.dawn && out.contestants.length > 0) wrong('Contestants can be named with --dawn only.');
  return out;
}
