import { problemOf } from '../core/problem';
import { startBackend } from '../ops/backend';
import { passes, runChecks } from '../parity/run';
import type { Goldens } from '../parity/types';
import type { FromParity, ToParity } from './parityProtocol';

const post = (message: FromParity) => self.postMessage(message);

async function answer({ backend, files }: ToParity): Promise<void> {
  const goldens: Goldens = {
    has: (name) => files.has(name),
    blob(name) {
      const blob = files.get(name);
      if (!blob) throw new Error(`${name} is not in the folder.`);
      return blob;
    },
  };
  try {
    if (backend) await startBackend(backend);
  } catch (error) {
    post({ kind: 'skipped', reason: problemOf(error, backend ?? '').cause });
    post({ kind: 'end' });
    return;
  }
  for await (const result of runChecks(goldens, backend)) post({ kind: 'result', result, passed: passes(result) });
  post({ kind: 'end' });
}

self.addEventListener('message', (event: MessageEvent<ToParity>) => void answer(event.data));
