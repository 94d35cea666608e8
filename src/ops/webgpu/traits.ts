import { NO_FUSED_KERNELS } from '../fused';

/** What the running device is like, as far as kernels are shaped by it; null before one was started. */
export interface DeviceTraits {
  /** Runs on the processor, where a barrier costs more than what it saves. */
  readonly software: boolean;
  /** The adapter in words. */
  readonly adapter: string;
}

let current: DeviceTraits | null = null;

export function setDeviceTraits(traits: DeviceTraits): void {
  current = traits;
}

/** Null where no WebGPU device of ours runs, or where kernels of ours are not wanted. */
export function deviceTraits(): DeviceTraits | null {
  return NO_FUSED_KERNELS.on ? null : current;
}
