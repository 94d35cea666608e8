import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startDawn } from './dawn.mjs';
import { loadBefore } from './load.mjs';
import { bundleForNode } from './nodeBundle.mjs';
import { ROOT } from './site.mjs';

export { Missing } from './dawn.mjs';

const CHILD = fileURLToPath(new URL('./benchDawnChild.mjs', import.meta.url));
const MODEL = pathToFileURL(join(ROOT, 'public', 'models', 'vit-nano', '/')).href;
const ALL = ['ours', 'plain', 'jax', 'onnx', 'onnx-attention'];

/** A contestant in a process of its own, as `Connection` of src/bench/protocol.ts. */
function connectProcess(bundle) {
  const child = fork(CHILD, [bundle], { serialization: 'advanced', stdio: ['ignore', 2, 'pipe', 'ipc'] });
  let said = '';
  child.stderr.on('data', (text) => (said = (said + text).slice(-2000)));
  return {
    ask: (call, input) =>
      new Promise((resolve, reject) => {
        const gone = (code) => reject(new Error(`its process ended (${code}). ${said}`));
        child.once('exit', gone);
        child.once('message', (answer) => {
          child.off('exit', gone);
          if (answer.ok) resolve(answer.output);
          else reject(new Error(answer.message));
        });
        child.send({ call, input });
      }),
    end: () => child.kill(),
  };
}

/** Yields the report of each configuration, as it is done. What goes on meanwhile is told on stderr. */
export async function* benchOnDawn({ configurations, contestants, steps }) {
  await startDawn();
  const bundle = await bundleForNode('src/headless/benchDawn.ts');
  const { reportText, runBench, summarise } = await import(pathToFileURL(bundle).href);
  for (const configuration of configurations) {
    const { load, note } = loadBefore();
    const chosen = contestants.length > 0 ? ['ours', ...contestants.filter((name) => name !== 'ours')] : ALL;
    const plan = { contestants: chosen, backend: 'webgpu', configuration, steps, modelUrl: MODEL };
    const measured = await runBench(
      plan,
      () => connectProcess(bundle),
      ({ contestant, doing, done, total }) => console.error(`${done} of ${total}: ${contestant}, ${doing}`),
    );
    const report = summarise(plan, measured);
    yield {
      report,
      text: reportText(report, [`Dawn in Node ${process.version}; ${note}`]),
      load,
    };
  }
}
