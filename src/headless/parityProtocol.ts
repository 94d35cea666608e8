import type { BackendName } from '../ops/backend';
import type { CheckResult } from '../parity/types';

/** The goldens, by name relative to their folder, and where to compute: null for the checks that need no backend. */
export interface ToParity {
  readonly backend: BackendName | null;
  readonly files: ReadonlyMap<string, Blob>;
}

export type FromParity =
  | { readonly kind: 'result'; readonly result: CheckResult; readonly passed: boolean }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'end' };
