import { Pace, type OnProgress } from '../core/progress';
import { backboneConfigOf } from './backboneConfig';
import { checkTensors } from './checkTensors';
import { detectNaming } from './detectNaming';
import type { Combine } from './namings';
import type { Backbone, TensorFile, Weight } from './types';

/** What `readBackbone` needs besides the file. */
export interface ReadBackboneOptions {
  /** The name shown to people. */
  readonly name: string;
  /** SHA-256 of the weight file, lower-case hex. */
  readonly sha256: string;
  /** The parsed config.json beside the weights, where there is one. */
  readonly configJson?: unknown;
  /** Attention heads, where the caller knows them; else config.json's, else width / 64. */
  readonly heads?: number;
  readonly origin?: Backbone['origin'];
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/**
 * Reads a backbone in any of the public namings into ours. Names, shapes and config.json are checked before the first
 * tensor is read; then tensor by tensor is read and converted, so that no second copy of the file is ever held.
 * Errors: `weights.architecture`, `weights.keys`, `weights.config`, `weights.heads`, `weights.positions`, and the file
 * reader's. NaN and infinite weights are no error: they are counted in `nonFinite`.
 */
export async function readBackbone(file: TensorFile, options: ReadBackboneOptions): Promise<Backbone> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const detected = detectNaming(file);
  const sizes = checkTensors(file, detected);
  const { config, labels } = backboneConfigOf(file.name, detected, sizes, options.configJson, options.heads);

  const weights = new Map<string, Weight>();
  const nonFinite: { name: string; count: number }[] = [];
  const pace = new Pace();
  const total = detected.plan.length;
  for (const { canonical, sources, combine } of detected.plan) {
    signal?.throwIfAborted();
    const [first, ...others] = sources;
    const parts: [Weight, ...Weight[]] = [await file.read(first)];
    for (const other of others) parts.push(await file.read(other));
    const weight = COMBINE[combine](parts);
    const count = countNonFinite(weight.data);
    if (count > 0) nonFinite.push({ name: canonical, count });
    weights.set(canonical, weight);
    const done = weights.size;
    onProgress?.({ stage: 'load', done, total, unit: 'tensors', secondsLeft: pace.secondsLeft(done, total) });
  }
  return {
    name: options.name,
    naming: detected.naming.name,
    config,
    weights,
    labels,
    sha256: options.sha256,
    origin: options.origin ?? null,
    nonFinite,
  };
}

const COMBINE: Readonly<Record<Combine, (parts: readonly [Weight, ...Weight[]]) => Weight>> = {
  copy: ([part]) => part,
  concat: stackRows,
  sumColours: ([kernel]) => sumColours(kernel),
};

/** Stacks along the first axis: query, key, value [d, d] each -> [3d, d]. */
export function stackRows(parts: readonly [Weight, ...Weight[]]): Weight {
  const rows = parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { shape: [rows, ...parts[0].shape.slice(1)], data };
}

/**
 * Sums a patch kernel over its input channels, [d, c, p, p] -> [d, 1, p, p], in float32 from the first channel to the last,
 * as PyTorch's `weight.sum(1, keepdim=True)` does.
 * Source: YuanGongND/ast, src/models/ast_models.py.
 */
export function sumColours({ shape, data }: Weight): Weight {
  const [d = 0, channels = 1, height = 0, width = 0] = shape;
  if (channels === 1) return { shape, data };
  const area = height * width;
  const out = new Float32Array(d * area);
  for (let o = 0; o < d; o++) {
    for (let c = 0; c < channels; c++) {
      const from = (o * channels + c) * area;
      for (let i = 0; i < area; i++) out[o * area + i] = (out[o * area + i] as number) + (data[from + i] as number);
    }
  }
  return { shape: [d, 1, height, width], data: out };
}

function countNonFinite(data: Float32Array): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) count++;
  return count;
}
