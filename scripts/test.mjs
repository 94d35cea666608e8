/**
 * npm test [-- STAGE ...]
 * Runs all stages, or those named: types, lint, audit, unit, parity, browser. A stage that fails does not keep the next from running.
 * Last line "N passed, M failed": the tests of all stages together, where types and lint are one test each.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './lib/chromium.mjs';
import { ROOT } from './lib/site.mjs';

const reports = mkdtempSync(join(tmpdir(), 'loaa-test-'));
const unitReport = join(reports, 'unit.json');
const browserReport = join(reports, 'browser.json');

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** A script of package.json, as a command. */
const npm = (script, ...args) => ['npm', 'run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])];

/** What a command's last line says: "N passed, M failed". */
function lastCount(output) {
  const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? [];
  return { passed: Number(passed), failed: Number(failed) };
}

/**
 * What each stage runs and how it counts: `count` gives what passed and failed from the command's own report or output;
 * without it a stage is one test.
 */
const STAGES = {
  types: { title: 'Types', command: npm('test:types') },
  lint: {
    title: 'Lint and format',
    command: npm('test:lint'),
  },
  audit: {
    title: 'Known vulnerabilities of the packages',
    command: npm('audit:known'),
    // A registry that cannot be asked is no failure.
    count: (output) => ({ ...lastCount(output), skipped: Number(lastCount(output).passed === 0) }),
  },
  unit: {
    title: 'Unit tests',
    command: npm('test:unit', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`),
    count() {
      const { numPassedTests, numFailedTests, numPendingTests } = readJson(unitReport);
      return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
    },
  },
  parity: {
    title: 'Goldens on plain CPU, WebAssembly and WebGPU',
    needsChromium: true,
    command: npm('parity', 'fixtures'),
    count: (output) => ({ ...lastCount(output), skipped: 0 }),
  },
  browser: {
    title: 'Browser tests',
    needsChromium: true,
    command: ['npx', '--no-install', 'playwright', 'test', '--reporter=list,json'],
    count() {
      const { expected, unexpected, flaky, skipped } = readJson(browserReport).stats;
      return { passed: expected, failed: unexpected + flaky, skipped };
    },
  },
};

/** Runs a command and shows what it prints as it comes. Resolves with its exit code and the end of its output. */
function run([program, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
        PLAYWRIGHT_JSON_OUTPUT_FILE: browserReport,
      },
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      output = (output + chunk).slice(-10_000);
    });
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs one stage. What ends badly without a failed test of its own, or without any test, counts as one failure. */
async function runStage({ command, count, needsChromium }) {
  if (needsChromium) findChromium();
  const { code, output } = await run(command);
  const isGood = code === 0;
  const counts = count ? count(output) : { passed: Number(isGood), failed: Number(!isGood), skipped: 0 };
  if (!(counts.passed + counts.failed + counts.skipped > 0)) throw new Error('It ran no test.');
  return { ...counts, failed: isGood ? counts.failed : Math.max(1, counts.failed) };
}

const named = process.argv.slice(2);
const unknown = named.find((name) => !Object.hasOwn(STAGES, name));
if (unknown !== undefined) {
  console.error(`There is no stage "${unknown}". The stages are: ${Object.keys(STAGES).join(', ')}.`);
  process.exit(2);
}

const results = [];
for (const [name, stage] of Object.entries(STAGES)) {
  if (named.length > 0 && !named.includes(name)) continue;
  console.log(`\n== ${stage.title}`);
  const started = performance.now();
  let counts;
  try {
    counts = await runStage(stage);
  } catch (error) {
    counts = { passed: 0, failed: 1, skipped: 0, reason: error.message };
  }
  results.push({ title: stage.title, seconds: (performance.now() - started) / 1000, ...counts });
}
rmSync(reports, { recursive: true, force: true });

console.log('\n== Summary');
for (const { title, passed, failed, skipped, seconds, reason } of results) {
  const also = `${skipped > 0 ? `, ${skipped} skipped` : ''}, ${seconds.toFixed(0)} s`;
  console.log(`${failed > 0 ? 'FAIL' : 'ok  '}  ${title}: ${passed} passed, ${failed} failed${also}`);
  if (reason) console.log(`      ${reason}`);
}
const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
console.log(`${total('passed')} passed, ${total('failed')} failed`);
process.exitCode = total('failed') > 0 ? 1 : 0;
