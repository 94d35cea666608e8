/**
 * npm run soak [-- STEPS]
 * The long form of the soak in the unit tests: 2,000 steps or so many, through lost devices and reloads, against an
 * undisturbed run. Prints what came of it.
 */
import { spawnSync } from 'node:child_process';
import { ROOT } from './lib/site.mjs';

const [steps = '2000'] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(steps)) {
  console.error('npm run soak -- STEPS: how many steps, a whole number.');
  process.exit(2);
}
const { status } = spawnSync('npx', ['--no-install', 'vitest', 'run', 'src/checkpoints/soak.test.ts'], {
  cwd: ROOT,
  env: { ...process.env, LOAA_SOAK_STEPS: steps },
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exit(status ?? 1);
