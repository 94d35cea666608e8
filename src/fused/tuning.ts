import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { DeviceTraits } from '../ops/webgpu/traits';
import type { Tuning } from './gpu';

/** No barriers, and as much as possible out of each load: for adapters that run on the processor. */
export const SOFTWARE: Tuning = { product: 'registers', lanes: 1, rowsAtOnce: 4 };

/** Tiles in workgroup memory, sums shared by many invocations, and small items to keep them all busy. */
export const HARDWARE: Tuning = { product: 'tiles', lanes: 64, rowsAtOnce: 1 };

const measured = new WeakMap<WebGPUBackend, Tuning>();

/** From now on this backend's kernels are shaped so. */
export function setTuning(backend: WebGPUBackend, tuning: Tuning): void {
  measured.set(backend, tuning);
}

/** How kernels are shaped: as a trial found best, or else as suits most adapters of the kind. */
export function tuningFor(backend: WebGPUBackend, { software }: DeviceTraits): Tuning {
  return measured.get(backend) ?? (software ? SOFTWARE : HARDWARE);
}
