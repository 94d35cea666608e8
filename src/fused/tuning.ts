import type { DeviceTraits } from '../ops/webgpu/traits';
import type { Tuning } from './gpu';

/** No barriers, and as much as possible out of each load: for adapters that run on the processor. */
const SOFTWARE: Tuning = { product: 'registers', lanes: 1, rowsAtOnce: 4 };

/** Tiles in workgroup memory, sums shared by many invocations, and small items to keep them all busy. */
const HARDWARE: Tuning = { product: 'tiles', lanes: 64, rowsAtOnce: 1 };

export function tuningFor({ software }: DeviceTraits): Tuning {
  return software ? SOFTWARE : HARDWARE;
}
