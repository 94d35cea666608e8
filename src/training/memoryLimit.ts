import type { BackendReport } from '../ops/backend';
import type { Ops } from './layerCosts';
import type { MemoryLimit } from './memoryPlan';

/** What the device of a backend says of itself. WebGPU does not say how much memory there is. */
export interface DeviceLimits {
  readonly ops: Ops;
  /** Whether the backend runs whole passes by kernels (fused/), for the models that they know. */
  readonly passes: boolean;
  /** Bytes of the largest buffer that a shader can be given; null where the backend has no buffers. */
  readonly binding: number | null;
}

const GIB = 2 ** 30;

/** Graphics memory where the person has not said how much there is: the least of the laptops sold with any of its own. */
export const USUAL_GRAPHICS_BYTES = 4e9;

/** WebAssembly of 32 bits addresses no more; the engine's heap never shrinks. */
const MOST_HEAP = 4 * GIB;

/**
 * What of a memory a run's tensors may take. The rest is for freed buffers that tfjs keeps by size, gaps in the heap, which
 * grows by fifths (1.2 times the estimate was measured), and whatever else the screen and the tab need.
 */
const ROOM = 0.8;

/** Of the machine's memory where it serves for everything; browsers say no more than 8 GiB, and some say nothing. */
const SHARE = 1 / 2;
const UNKNOWN_GIB = 8;

/** The whole of the memory that a backend's tensors lie in, in bytes. */
export function deviceBytes(
  { name, software }: Pick<BackendReport, 'name' | 'software'>,
  graphicsBytes: number,
  deviceMemory: number | undefined,
): number {
  if (name === 'webgpu' && !software) return graphicsBytes;
  const shared = (deviceMemory ?? UNKNOWN_GIB) * GIB * SHARE;
  return name === 'wasm' ? Math.min(MOST_HEAP, shared) : shared;
}

/**
 * How much a run may take.
 * @param graphicsBytes as the person has it, for a graphics processor with memory of its own
 * @param deviceMemory navigator.deviceMemory, in GiB
 */
export function memoryLimit(
  backend: Pick<BackendReport, 'name' | 'software'>,
  limits: DeviceLimits | null,
  graphicsBytes: number,
  deviceMemory: number | undefined,
): MemoryLimit {
  return {
    bytes: deviceBytes(backend, graphicsBytes, deviceMemory) * ROOM,
    binding: limits?.binding ?? null,
    ops: limits?.ops ?? (backend.name === 'webgpu' ? 'kernels' : 'composed'),
    passes: limits?.passes ?? backend.name === 'webgpu',
  };
}
