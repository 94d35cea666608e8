/**
 * node scripts/audit.mjs
 * Asks the registry for known vulnerabilities of the packages in package-lock.json. Fails on one that is high or critical. A
 * registry that cannot be reached, or that has no such service, is said, and fails nothing.
 * Last line: "N passed, M failed".
 */
import { spawnSync } from 'node:child_process';
import { ROOT } from './lib/site.mjs';

const GRAVE = ['high', 'critical'];
const TIMEOUT_MS = 60_000;

const { stdout } = spawnSync('npm', ['audit', '--json'], {
  cwd: ROOT,
  encoding: 'utf8',
  shell: process.platform === 'win32',
  timeout: TIMEOUT_MS,
});
const report = parse(stdout);
if (!report?.vulnerabilities) {
  console.log(`The registry was not asked: ${report?.message ?? report?.error?.summary ?? 'no answer'}.`);
  console.log('0 passed, 0 failed');
} else {
  const grave = Object.values(report.vulnerabilities).filter(({ severity }) => GRAVE.includes(severity));
  for (const { name, severity, range, via } of grave) {
    const why = via.map((cause) => (typeof cause === 'string' ? cause : cause.title)).join('; ');
    console.log(`${severity}: ${name} ${range}: ${why}`);
  }
  console.log(grave.length === 0 ? '1 passed, 0 failed' : `0 passed, ${grave.length} failed`);
  process.exitCode = grave.length === 0 ? 0 : 1;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
