/**
 * npm run soak [-- webgpu] [-- STEPS]
 * The long forms of the soaks in the tests, through lost devices and reloads, against an undisturbed run: 2,000 steps on CPU in
 * Node, or with `webgpu` 480 in the built page; or so many. Prints what came of it.
 */
import { spawnSync } from 'node:child_process';
import { ROOT } from './lib/site.mjs';

const SOAKS = {
  cpu: { steps: 2000, multipleOf: 1, command: ['vitest', 'run', 'src/checkpoints/soak.test.ts'] },
  webgpu: { steps: 480, multipleOf: 3, command: ['playwright', 'test', 'e2e/soak.spec.ts'] },
};

const words = process.argv.slice(2);
const { steps: usual, multipleOf, command } = SOAKS[words[0] === 'webgpu' ? 'webgpu' : 'cpu'];
const [steps = String(usual), ...rest] = words[0] === 'webgpu' ? words.slice(1) : words;
if (!/^[1-9]\d*$/.test(steps) || Number(steps) % multipleOf !== 0 || rest.length > 0) {
  console.error('npm run soak -- [webgpu] [STEPS]: how many steps, a whole number; on WebGPU a multiple of 3.');
  process.exit(2);
}
const { status } = spawnSync('npx', ['--no-install', ...command], {
  cwd: ROOT,
  env: { ...process.env, LOAA_SOAK_STEPS: steps },
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exit(status ?? 1);
