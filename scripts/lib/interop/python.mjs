import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Without these nothing can be checked; without the others their own checks are left out. */
const NEEDED = ['torch', 'transformers', 'safetensors'];
const WANTED = ['accelerate', 'peft', 'onnx', 'onnxruntime', 'soundfile', 'h5py'];
const INSTALL_MS = 10 * 60_000;
/** Few threads: the processes of a check run side by side. */
const ENVIRONMENT = { ...process.env, OMP_NUM_THREADS: '1', TOKENIZERS_PARALLELISM: 'false', HF_HUB_OFFLINE: '1' };

const has = (path, module) => spawnSync(path, ['-c', `import ${module}`], { env: ENVIRONMENT }).status === 0;

/** Runs Python and answers with what it printed; throws with the end of its errors where it fails. */
function runner(path) {
  return (args, { cwd, minutes = 10 } = {}) => {
    const options = { cwd, env: ENVIRONMENT, encoding: 'utf8', timeout: minutes * 60_000, maxBuffer: 2 ** 28 };
    const { status, stdout, stderr, error } = spawnSync(path, args, options);
    if (status === 0) return stdout;
    throw new Error(`python ${args[0]} ended with ${status ?? error}: ${stdout.slice(-800)}${stderr.slice(-1500)}`);
  };
}

const own = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'loaa-interop');
const inside = (folder) => join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
const candidates = () => (process.env.PYTHON ? [process.env.PYTHON] : [inside(own), 'python3', 'python']);

/** A Python that has one of these modules already, the first module that is found anywhere; null where there is none. */
export function presentPython(modules) {
  for (const module of modules) {
    const path = candidates().find((one) => has(one, module));
    if (path) return { path, run: runner(path) };
  }
  return null;
}

/** Python with PyTorch, and which further packages it has; or the reason why there is none. */
export function findPython() {
  const complete = candidates().find((path) => NEEDED.every((module) => has(path, module)));
  const path = complete ?? (process.env.PYTHON ? null : install(own, inside(own)));
  if (path === null) {
    const where = process.env.PYTHON ?? 'no Python here, and none could be installed';
    return { reason: `${where}: ${NEEDED.join(', ')} are needed (set PYTHON to one that has them).` };
  }
  const modules = new Set(WANTED.filter((module) => has(path, module)));
  return { path, run: runner(path), has: (module) => modules.has(module), reason: null };
}

/** A virtual environment of its own with all packages; null where they cannot be had. */
function install(folder, path) {
  const base = ['python3', 'python'].find((name) => has(name, 'venv'));
  if (!base) return null;
  console.log(`Installing ${[...NEEDED, ...WANTED].join(', ')} into ${folder}.`);
  if (!existsSync(path) && spawnSync(base, ['-m', 'venv', folder]).status !== 0) return null;
  const pip = ['-m', 'pip', 'install', '--quiet', '--retries', '1', '--timeout', '20', ...NEEDED, ...WANTED];
  const { status } = spawnSync(path, pip, { timeout: INSTALL_MS, stdio: ['ignore', 'inherit', 'ignore'] });
  return status === 0 && NEEDED.every((module) => has(path, module)) ? path : null;
}
