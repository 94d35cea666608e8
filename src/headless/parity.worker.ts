import { problemOf } from '../core/problem';
import { startBackend } from '../ops/backend';
import { setDeviceTraits } from '../ops/webgpu/traits';
import { onDeviceTrouble } from '../ops/webgpu/trouble';
import { passes, runChecks } from '../parity/run';
import type { Goldens } from '../parity/types';
import type { FromParity, ToParity } from './parityProtocol';

const post = (message: FromParity) => self.postMessage(message);

async function answer({ target, only, files }: ToParity): Promise<void> {
  const backend = target === 'webgpu-gpu-kernels' ? 'webgpu' : target;
  const goldens: Goldens = {
    has: (name) => files.has(name),
    blob(name) {
      const blob = files.get(name);
      if (!blob) throw new Error(`${name} is not in the folder.`);
      return blob;
    },
  };
  onDeviceTrouble(({ message }) => {
    post({ kind: 'result', result: { name: 'device', error: Infinity, bound: 0, note: message }, passed: false });
  });
  try {
    if (backend) await startBackend(backend);
    if (target === 'webgpu-gpu-kernels') {
      (await import('../ops/webgpu/fusedKernels')).registerFusedKernels(false);
      setDeviceTraits({ software: false, adapter: 'as if a GPU' });
    }
  } catch (error) {
    post({ kind: 'skipped', reason: problemOf(error, backend ?? '').cause });
    post({ kind: 'end' });
    return;
  }
  for await (const result of runChecks(goldens, backend, only)) {
    post({ kind: 'result', result, passed: passes(result) });
  }
  post({ kind: 'end' });
}

self.addEventListener('message', (event: MessageEvent<ToParity>) => void answer(event.data));
