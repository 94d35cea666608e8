import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { waitingFor } from './waits';

/** Submits what was recorded; nothing where nothing was. */
export function submit(backend: WebGPUBackend): void {
  // tfjs keeps the encoder to itself, and would submit an empty one.
  if (!(backend as unknown as { readonly commandEncoder: GPUCommandEncoder | null }).commandEncoder) return;
  backend.endComputePassEncoder();
  backend.submitQueue();
}

/** Submits what was recorded, and waits until the device has done it. */
export async function submitted(backend: WebGPUBackend): Promise<void> {
  submit(backend);
  await waitingFor(backend.queue.onSubmittedWorkDone());
}
