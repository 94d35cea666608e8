import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { Tuning } from '../fused/gpu';
import { HARDWARE, setTuning } from '../fused/tuning';

/** WebGPU with kernels that another adapter would get: as GPUs do by default, and all that subgroups and f16 can do. */
export const KERNEL_SHAPES = {
  'webgpu-gpu-kernels': { tuning: HARDWARE, needs: null, groups: '' },
  'webgpu-subgroups': {
    tuning: { product: 'subgroups', halves: 'unpacked', sharing: 'subgroups', rowsAtOnce: 1 },
    needs: 'subgroups',
    // What else there is has no kernels of this kind but rows.
    groups: 'whole passes',
  },
  'webgpu-f16': { tuning: { ...HARDWARE, halves: 'native' }, needs: 'shader-f16', groups: 'whole passes' },
} as const satisfies Record<
  string,
  { readonly tuning: Tuning; readonly needs: string | null; readonly groups: string }
>;

export type KernelShape = keyof typeof KERNEL_SHAPES;

export const isKernelShape = (target: string | null): target is KernelShape =>
  target !== null && target in KERNEL_SHAPES;

/** Shapes the running backend's kernels so. Answers which groups of checks tell something; null where it cannot be done. */
export function shapeKernels(backend: WebGPUBackend, shape: KernelShape): string | null {
  const { tuning, needs, groups } = KERNEL_SHAPES[shape];
  if (needs && !backend.device.features.has(needs)) return null;
  setTuning(backend, tuning);
  return groups;
}
