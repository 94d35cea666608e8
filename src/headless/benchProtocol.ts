import type { BackendName } from '../ops/backend';

/** One training step of one contestant. Counts are of the step alone; bytes and tensors are what is alive after it. */
export interface StepMeasure {
  readonly ms: number;
  readonly loss: number;
  readonly dispatches: number;
  readonly submissions: number;
  readonly buffers: number;
  readonly readbacks: number;
  /** Null where the backend does not say. */
  readonly gpuBytes: number | null;
  readonly tensors: number;
  readonly bytes: number;
}

export type ToBench =
  | { readonly kind: 'start'; readonly backend: BackendName; readonly plain: boolean; readonly modelUrl: string }
  | { readonly kind: 'step' };

export type FromBench =
  | { readonly kind: 'ready' }
  | { readonly kind: 'step'; readonly measure: StepMeasure }
  | { readonly kind: 'error'; readonly message: string };
