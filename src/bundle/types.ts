import type { RunConfig } from '../training/config';
import type { Best } from '../training/train';

/** Everything needed, beside the weights, to predict again: written as adapter_config.json. */
export interface AdapterConfig {
  readonly format: 'loaa-playground';
  readonly formatVersion: 1;
  readonly peftType: 'LOAA';
  readonly run: RunConfig;
  readonly backbone: {
    readonly name: string;
    readonly sha256: string;
    readonly origin: { readonly repo: string; readonly revision: string } | null;
    readonly dim: number;
    readonly depth: number;
    readonly heads: number;
  };
  /** Mean and standard deviation of the training part's features; inputs are (x - mean) / (2 std). */
  readonly mean: number;
  readonly std: number;
  readonly labels: readonly string[];
  /** Token grid, [frequency, time]. */
  readonly grid: readonly [number, number];
  readonly trainable: number;
  readonly best: Best | null;
}

export interface AdapterFiles {
  /** adapter_model.safetensors */
  readonly weights: Uint8Array<ArrayBuffer>;
  /** adapter_config.json */
  readonly config: AdapterConfig;
}
