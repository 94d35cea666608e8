import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { problemOf } from '../core/problem';
import { startBackend } from '../ops/backend';
import { onDeviceTrouble } from '../ops/webgpu/trouble';
import { passes, runChecks } from '../parity/run';
import type { CheckResult, Goldens } from '../parity/types';
import { isKernelShape, shapeKernels } from './kernelShapes';
import type { FromParity, ToParity } from './parityProtocol';

/** Runs the checks of one target, and tells every answer as it comes. */
export async function checkTarget(
  { target, only, files }: ToParity,
  tell: (message: FromParity) => void,
): Promise<void> {
  const answer = (result: CheckResult) => tell({ kind: 'result', result, passed: passes(result) });
  const goldens: Goldens = {
    has: (name) => files.has(name),
    blob(name) {
      const blob = files.get(name);
      if (!blob) throw new Error(`${name} is not in the folder.`);
      return blob;
    },
  };
  onDeviceTrouble(({ message }) => answer({ name: 'device', error: Infinity, bound: 0, note: message }));
  const backend = isKernelShape(target) ? 'webgpu' : target;
  let groups: string | null = '';
  try {
    if (backend) await startBackend(backend);
    if (isKernelShape(target)) groups = shapeKernels(tf.backend() as WebGPUBackend, target);
  } catch (error) {
    tell({ kind: 'skipped', reason: problemOf(error, backend ?? '').cause });
    tell({ kind: 'end' });
    return;
  }
  if (groups === null) answer({ name: 'kernels', error: 0, bound: 0, note: 'this adapter has none of them' });
  else for await (const result of runChecks(goldens, backend, only || groups)) answer(result);
  tell({ kind: 'end' });
}
