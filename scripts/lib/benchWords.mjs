/** Configurations and backends by name; `src/bench/configurations.ts` says what the former are. */
const CONFIGURATIONS = ['nano', 'tiny', 'base', 'base-514', 'base-514-8'];
const BACKENDS = ['wasm', 'webgpu', 'cpu'];
const CONTESTANTS = ['ours', 'plain', 'jax', 'onnx', 'onnx-attention'];
const MODELS = { nano: ['nano'], tiny: ['tiny'], base: ['base', 'base-514'] };

/** What else than a training step is measured, and the words that each takes. */
const SUBJECTS = {
  audio: { options: ['--clips', '--recordings'], clips: 2000, hours: 0 },
  folder: { options: ['--clips'], clips: 100_000, hours: 0 },
  recording: { options: ['--hours'], clips: 0, hours: 12 },
  load: { options: [], clips: 0, hours: 0 },
  tasks: { options: ['--clips'], clips: 2000, hours: 0 },
};

export const USE = `Use: npm run bench [-- --json] [--steps N] [--config nano|tiny|base] [wasm] [webgpu] [cpu]
     npm run bench -- --dawn [--json] [--steps N] [--config nano|tiny|base] [ours] [plain] [jax] [onnx] [onnx-attention]
     npm run bench -- audio [--json] [--clips N] [--recordings FOLDER]
     npm run bench -- folder [--json] [--clips N]
     npm run bench -- recording [--json] [--hours N]
     npm run bench -- load [--json]
     npm run bench -- tasks [--json] [--clips N]`;

/**
 * The command line's words. Counted steps are 5 where nobody says.
 * @throws Error with how to use it, at a word that means nothing
 */
export function readWords(words) {
  const wrong = (why) => {
    throw new Error(`${why}\n${USE}`);
  };
  const whole = (option, value) => {
    if (!/^[1-9]\d*$/.test(value ?? '')) wrong(`${option} wants a whole number, at least 1.`);
    return Number(value);
  };
  const [first] = words;
  if (Object.hasOwn(SUBJECTS, first ?? '')) return readSubject(first, words.slice(1), { wrong, whole });
  const out = {
    subject: 'step',
    json: false,
    dawn: false,
    steps: 5,
    configurations: ['nano'],
    backends: [],
    contestants: [],
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === '--json' || word === '--dawn') out[word.slice(2)] = true;
    else if (word === '--steps') out.steps = whole(word, words[++i]);
    else if (word === '--config') {
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

function readSubject(subject, words, { wrong, whole }) {
  const { options, clips, hours } = SUBJECTS[subject];
  const out = { subject, json: false, clips, hours, recordings: null };
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word !== '--json' && !options.includes(word)) wrong(`"${word}" is no word of "${subject}".`);
    if (word === '--json') out.json = true;
    else if (word === '--clips' || word === '--hours') out[word.slice(2)] = whole(word, words[++i]);
    else out.recordings = words[++i] ?? wrong(`${word} wants a folder.`);
  }
  return out;
}
