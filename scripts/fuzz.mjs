/**
 * npm run fuzz [-- READER ... --cases=20000 --seed=N --path=P]
 * Reads damaged files with every reader, or those named: mutated real files that must give a sound result or a problem in
 * words, soon and in little memory. For a night. What breaks a reader is kept in test-results/fuzz and can be seen again with
 * the command that is printed. Exit code 1 where anything broke.
 */
import { parseArgs } from 'node:util';
import { fuzzReader, fuzzReaders } from './lib/fuzz.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string', default: '20000' },
    // A new seed each night, printed with every line.
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1000)) },
    path: { type: 'string' },
  },
});
const readers = await fuzzReaders();
const names = readers.map(({ name }) => name);
const unknown = positionals.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`There is no reader "${unknown}". The readers are: ${names.join(', ')}.`);
  process.exit(2);
}

const MiB = 2 ** 20;
let broken = 0;
for (const { name } of readers) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const started = performance.now();
  const report = await fuzzReader(name, Number(values.cases), Number(values.seed), values.path);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const { failure } = report;
  if (failure) {
    broken++;
    console.log(`FAIL  ${name}: ${failure.reason}\n      kept: ${failure.kept}\n      again: ${failure.again}`);
    continue;
  }
  const refused = Object.values(report.refused).reduce((sum, count) => sum + count, 0);
  const kinds = Object.keys(report.refused).length;
  console.log(
    `ok    ${name}: ${report.cases} cases, seed ${values.seed}: ${report.read} read, ${refused} refused in ${kinds} ways; ` +
      `longest ${(1000 * report.slowest).toFixed(0)} ms of the processor, largest allocation ${(100 * report.mostAllocated).toFixed(1)} % ` +
      `of its limit, peak ${(report.peak / MiB).toFixed(0)} MiB; ${seconds} s`,
  );
}
console.log(broken === 0 ? 'Nothing broke.' : `${broken} readers broke.`);
process.exitCode = broken === 0 ? 0 : 1;
