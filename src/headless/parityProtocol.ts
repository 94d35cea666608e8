import type { BackendName } from '../ops/backend';
import type { CheckResult } from '../parity/types';
import type { KernelShape } from './kernelShapes';

/**
 * Where to compute: a backend, WebGPU with kernels shaped for other adapters than the one that is there (`KERNEL_SHAPES`), or
 * null for the checks that need no backend.
 */
export type ParityTarget = BackendName | KernelShape | null;

/** The goldens, by name relative to their folder. */
export interface ToParity {
  readonly target: ParityTarget;
  /** Only the groups of checks whose title holds these words; '' for all. */
  readonly only: string;
  readonly files: ReadonlyMap<string, Blob>;
}

export type FromParity =
  | { readonly kind: 'result'; readonly result: CheckResult; readonly passed: boolean }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'end' };
