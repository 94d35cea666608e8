import type { BackendName } from '../ops/backend';
import type { ConfigurationName } from './configurations';
import type { GpuCounts } from './gpuWatch';
import type { KernelTime } from './kernelTimes';

/** Who is measured. All do the same work; onnxruntime knows the forward pass alone. */
export const CONTESTANTS = {
  ours: { title: 'ours' },
  plain: { title: 'plain tfjs' },
  jax: { title: 'jax-js' },
  onnx: { title: 'onnxruntime-web' },
  'onnx-attention': { title: 'onnxruntime-web, MHA' },
} as const satisfies Record<string, { title: string }>;

export type ContestantName = keyof typeof CONTESTANTS;

/** What is alive after a step, as the library itself says; null where it does not. */
export interface OwnMemory {
  readonly tensors: number;
  readonly bytes: number;
  readonly gpuBytes: number | null;
}

/** One pass over the GPU's queue: counts are of it alone, bytes are what is alive after it. All 0 without WebGPU. */
export interface PassMeasure extends GpuCounts {
  /** From the call to its result in the processor's memory. */
  readonly ms: number;
  /** Before the benchmark itself reads the result. */
  readonly readbacks: number;
  readonly own: OwnMemory | null;
}

export interface StepMeasure extends PassMeasure {
  readonly loss: number;
}

export interface ForwardMeasure extends PassMeasure {
  /** [B C], of the weights as they are then. */
  readonly logits: readonly number[];
}

/** What a run of several steps, as the page makes it, asks of the GPU. */
export interface RunMeasure {
  readonly steps: number;
  /** Until the last step's numbers were there. */
  readonly readbacks: number;
  readonly ms: number;
}

/** What a contestant can be asked, and what it answers. It lives in a worker or a process of its own. */
export interface ContestantCalls {
  start: { input: StartRequest; output: { readonly device: string; readonly steps: boolean } };
  step: { input: null; output: StepMeasure };
  forward: { input: null; output: ForwardMeasure };
  /** So many steps as a run makes them, with a read-back when the run wants one; null where it knows no runs. */
  run: { input: { readonly steps: number }; output: RunMeasure | null };
  /** Kernel times of one more step, or of one more forward pass where it knows no step. */
  kernels: { input: null; output: readonly KernelTime[] | null };
}

export type CallName = keyof ContestantCalls;

export interface StartRequest {
  readonly contestant: ContestantName;
  readonly backend: BackendName;
  readonly configuration: ConfigurationName;
  /** Where the bundled backbone's folder is, for whoever reads it. */
  readonly modelUrl: string;
}

/** A call under way, and its answer: messages between the two ends, one at a time. */
export type CallMessage = {
  [K in CallName]: { readonly call: K; readonly input: ContestantCalls[K]['input'] };
}[CallName];
export type AnswerMessage =
  | { readonly ok: true; readonly output: ContestantCalls[CallName]['output'] }
  | { readonly ok: false; readonly message: string };

/** One end's view of a contestant that runs elsewhere. */
export interface Connection {
  ask<K extends CallName>(call: K, input: ContestantCalls[K]['input']): Promise<ContestantCalls[K]['output']>;
  end(): void;
}
