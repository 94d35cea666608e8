import { Pace, type OnProgress } from '../core/progress';
import { backboneConfigOf } from './backboneConfig';
import { checkTensors } from './checkTensors';
import { COMBINE } from './combine';
import { detectNaming, type Detected } from './detectNaming';
import { isSine2d } from './sinePositions';
import type { Backbone, BackboneConfig, TensorFile, Weight } from './types';

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
 * Errors: `weights.architecture`, `weights.keys`, `weights.config`, `weights.heads`, `weights.positions`, `weights.settings`,
 * and the file reader's. NaN and infinite weights are no error: they are counted in `nonFinite`.
 */
export async function readBackbone(file: TensorFile, options: ReadBackboneOptions): Promise<Backbone> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const detected = detectNaming(file);
  const sizes = checkTensors(file, detected);
  const { config, labels } = backboneConfigOf(file.name, detected, sizes, {
    configJson: options.configJson,
    heads: options.heads,
    metadata: file.metadata,
    numbers: await numbersOf(file, detected),
  });

  const weights = new Map<string, Weight>();
  const nonFinite: { name: string; count: number }[] = [];
  const pace = new Pace();
  const total = detected.plan.filter(({ combine }) => combine !== 'mark').length;
  for (const { canonical, sources, combine } of detected.plan) {
    signal?.throwIfAborted();
    if (combine === 'mark') continue;
    const [first, ...others] = sources;
    const parts: [Weight, ...Weight[]] = [await file.read(first)];
    for (const other of others) parts.push(await file.read(other));
    const weight = COMBINE[combine](parts, config);
    const count = countNonFinite(weight.data);
    if (count > 0) nonFinite.push({ name: canonical, count });
    weights.set(canonical, weight);
    const done = weights.size;
    onProgress?.({ stage: 'load', done, total, unit: 'tensors', secondsLeft: pace.secondsLeft(done, total) });
  }
  return {
    name: options.name,
    naming: detected.naming.name,
    config: withKnownPositions(config, weights),
    weights,
    labels,
    sha256: options.sha256,
    origin: options.origin ?? null,
    nonFinite,
  };
}

/** The values of the marks that are one number, by key after the wrapper's prefix. */
async function numbersOf(file: TensorFile, { plan, outer }: Detected): Promise<ReadonlyMap<string, number>> {
  const out = new Map<string, number>();
  for (const { combine, sources, shape } of plan) {
    if (combine !== 'mark' || shape.length > 0) continue;
    const { data } = await file.read(sources[0]);
    out.set(sources[0].slice(outer.length), data[0] ?? Number.NaN);
  }
  return out;
}

/** A table that should be the fixed one and is not was trained after all: it is treated as learned. */
function withKnownPositions(config: BackboneConfig, weights: ReadonlyMap<string, Weight>): BackboneConfig {
  const pos = weights.get('pos');
  if (config.positions !== 'sine-2d' || pos === undefined) return config;
  return isSine2d(pos, config.prefixTokens, config.positionGrid) ? config : { ...config, positions: 'learned' };
}

/** How many values are NaN or infinite. */
export function countNonFinite(data: Float32Array): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) count++;
  return count;
}
