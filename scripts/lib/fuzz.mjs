import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleForNode } from './nodeBundle.mjs';
import { ROOT } from './site.mjs';

const CHILD = fileURLToPath(new URL('fuzzChild.mjs', import.meta.url));
/** Where files that broke a reader are kept. */
const KEPT = join(ROOT, 'test-results', 'fuzz');

let bundle = null;

/** Asks a child process, and gives its answer, or `hung` with the number of the case that had to be ended by force. */
async function ask(message) {
  bundle ??= bundleForNode('tests/fuzz/main.ts', { packagesInside: false });
  const file = await bundle;
  return new Promise((resolve, reject) => {
    const child = fork(CHILD, [file], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    let answer = null;
    let output = '';
    child.stdout.on('data', (chunk) => (output = (output + chunk).slice(-2000)));
    child.on('message', (reply) => (answer = reply));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const [, hung] = /\{"hung":(\d+)\}/.exec(output) ?? [];
      if (hung !== undefined) resolve({ hung: Number(hung) });
      else if (answer?.error) reject(new Error(answer.error));
      else if (answer) resolve(answer);
      else reject(new Error(`The process ended with ${signal ?? code}: ${output}`));
    });
    child.send(message);
  });
}

/** The names of all readers, with what silent success means for each. */
export async function fuzzReaders() {
  return (await ask({ work: 'list' })).value;
}

/**
 * Reads so many damaged files with one reader, in a process of its own. What breaks it is kept in test-results/fuzz.
 * @returns the report of `runReader` with the process's peak memory in bytes; `failure` has `kept`, the file, and `again`, a command
 */
export async function fuzzReader(name, cases, seed, path) {
  const { value, hung } = await ask({ work: 'run', name, cases, seed, path });
  if (value && !value.failure) return value;
  const failure = value?.failure ?? { reason: `case ${hung} took the processor and did not end`, path: String(hung) };
  const bytes = failure.bytes ?? (await ask({ work: 'draw', name, seed, number: hung })).value;
  mkdirSync(KEPT, { recursive: true });
  const kept = join(KEPT, `${name}-${seed}-${failure.path.replaceAll(':', '_')}`);
  writeFileSync(`${kept}.bin`, Buffer.from(bytes, 'base64'));
  writeFileSync(`${kept}.json`, JSON.stringify({ name, seed, ...failure, bytes: undefined }, null, 2));
  const again = `npm run fuzz -- ${name} --seed=${seed} --path=${failure.path}`;
  return {
    ...value,
    cases: value?.cases ?? hung,
    failure: { ...failure, bytes: undefined, kept: `${kept}.bin`, again },
  };
}
