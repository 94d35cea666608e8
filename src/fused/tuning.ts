import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { setRowSharing, SHARINGS } from '../ops/webgpu/sharing';
import type { DeviceTraits } from '../ops/webgpu/traits';
import type { Tuning } from './gpu';
import { HALVES_VARIANTS, PRODUCT_VARIANTS } from './kernels/product';

/** No barriers, and as much as possible out of each load: for adapters that run on the processor. */
export const SOFTWARE: Tuning = { product: 'registers', halves: 'unpacked', sharing: 'alone', rowsAtOnce: 4 };

/** Tiles in workgroup memory, sums shared by many invocations, and small items to keep them all busy. */
export const HARDWARE: Tuning = { product: 'tiles', halves: 'unpacked', sharing: 'workgroup', rowsAtOnce: 1 };

/** The ways that there are for each part; the first one is what the others must agree with. */
const VARIANTS: { readonly [K in keyof Tuning]: readonly Tuning[K][] } = {
  product: PRODUCT_VARIANTS,
  halves: HALVES_VARIANTS,
  sharing: SHARINGS,
  rowsAtOnce: [4, 1],
};

/** What a way asks of the device, where it asks for anything. */
const NEEDS: Readonly<Partial<Record<string | number, string>>> = { subgroups: 'subgroups', native: 'shader-f16' };

/** The ways for a part that a device has. */
export function variantsOn<K extends keyof Tuning>(features: ReadonlySet<string>, part: K): readonly Tuning[K][] {
  return VARIANTS[part].filter((way) => {
    const needed = NEEDS[way];
    return needed === undefined || features.has(needed);
  });
}

const measured = new WeakMap<WebGPUBackend, Tuning>();

/** From now on this backend's kernels are shaped so. */
export function setTuning(backend: WebGPUBackend, tuning: Tuning): void {
  measured.set(backend, tuning);
  setRowSharing(tuning.sharing);
}

/** How kernels are shaped: as a trial found best, or else as suits most adapters of the kind. */
export function tuningFor(backend: WebGPUBackend, { software }: DeviceTraits): Tuning {
  return measured.get(backend) ?? (software ? SOFTWARE : HARDWARE);
}
