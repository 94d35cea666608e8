import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startDawn } from './dawn.mjs';
import { bundleForNode } from './nodeBundle.mjs';

const CHILD = fileURLToPath(new URL('./parityDawnChild.mjs', import.meta.url));

/** Checks each target in a Node process of its own; `tell` as in `checkInChromium`. @throws Missing where there is no Dawn */
export async function checkOnDawn(directory, targets, only, tell) {
  await startDawn();
  const bundle = await bundleForNode('src/headless/parityDawn.ts');
  for (const target of targets) {
    await new Promise((resolve, reject) => {
      const child = fork(CHILD, [bundle, directory, target, only], { stdio: ['ignore', 2, 2, 'ipc'] });
      let isDone = false;
      child.on('message', (message) => {
        tell(target, message);
        if (message.kind !== 'end') return;
        isDone = true;
        child.kill();
      });
      child.on('exit', (code) => (isDone ? resolve() : reject(new Error(`${target}: its process ended (${code}).`))));
    });
  }
}
