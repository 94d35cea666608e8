import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../core/random';
import type { Backbone, Weight } from '../weights/types';
import { adapterName, KERNELS, PLACEMENTS, type AdapterPlan } from './adapters';
import { initialAdapter, toEngine, toTorch } from './lookAside';
import { METHODS, type MethodName } from './methods';
import { LEARNED_POSITIONS, positionsName, positionsOn } from './positions';

/** Parameters by canonical name in PyTorch's layout: what files hold. */
export type Weights = ReadonlyMap<string, Weight>;

/** The frozen backbone on a given grid: positions adapted, everything else as read. Head weights are left out. */
export function backboneWeights(backbone: Backbone, grid: readonly [number, number]): Weights {
  const { config, weights } = backbone;
  const out = new Map<string, Weight>();
  for (const [name, weight] of weights) {
    if (name.startsWith('head')) continue;
    if (name === LEARNED_POSITIONS) out.set(positionsName(config), positionsOn(config, weight, grid));
    else out.set(name, weight);
  }
  if (!weights.has(LEARNED_POSITIONS)) out.set(positionsName(config), positionsOn(config, undefined, grid));
  return out;
}

/** A new head: LayerNorm (1, 0) and Linear uniform in +-1/sqrt(d), torch.nn.Linear's default. */
export function initialHead(dim: number, classes: number, random: Random): Weights {
  const bound = 1 / Math.sqrt(dim);
  const uniform = (size: number) => Float32Array.from({ length: size }, () => (2 * random.uniform() - 1) * bound);
  return new Map<string, Weight>([
    ['head_norm.weight', { shape: [dim], data: new Float32Array(dim).fill(1) }],
    ['head_norm.bias', { shape: [dim], data: new Float32Array(dim) }],
    ['head.weight', { shape: [classes, dim], data: uniform(classes * dim) }],
    ['head.bias', { shape: [classes], data: uniform(classes) }],
  ]);
}

/** New adapters for every layer, in PyTorch's layout. */
export function initialAdapters(plan: AdapterPlan, dim: number, depth: number, random: Random): Weights {
  const out = new Map<string, Weight>();
  for (let layer = 0; layer < depth; layer++) {
    for (const place of PLACEMENTS) {
      const spec = plan[place];
      if (!spec) continue;
      const { down, up } = initialAdapter(spec, dim, random);
      out.set(adapterName(layer, place, 'down'), down);
      out.set(adapterName(layer, place, 'up'), up);
    }
  }
  return out;
}

/** What a method trains, freshly initialised from the seed; for full fine-tuning the backbone's own weights too. */
export function initialTrained(
  method: MethodName,
  plan: AdapterPlan,
  backbone: Weights,
  size: { dim: number; depth: number; classes: number },
  seed: number,
): Weights {
  const { trains, usesAdapters } = METHODS[method];
  const adapters = usesAdapters ? initialAdapters(plan, size.dim, size.depth, Random.for(seed, 'adapters')) : [];
  const head = initialHead(size.dim, size.classes, Random.for(seed, 'head'));
  return new Map([...backbone, ...adapters, ...head].filter(([name]) => trains(name)));
}

/** Names and shapes (PyTorch's layout) of what a method trains, in the order of `initialTrained`; asks for no memory. */
export function trainedShapes(
  method: MethodName,
  plan: AdapterPlan,
  backbone: Backbone,
  grid: readonly [number, number],
  { dim, depth, classes }: { dim: number; depth: number; classes: number },
): ReadonlyMap<string, readonly number[]> {
  const { trains, usesAdapters } = METHODS[method];
  const out: (readonly [string, readonly number[]])[] = [];
  for (const [name, { shape }] of backbone.weights) {
    if (name.startsWith('head')) continue;
    const { prefixTokens } = backbone.config;
    const isPositions = name === LEARNED_POSITIONS;
    out.push(
      isPositions ? [positionsName(backbone.config), [1, prefixTokens + grid[0] * grid[1], dim]] : [name, shape],
    );
  }
  for (let layer = 0; usesAdapters && layer < depth; layer++) {
    for (const place of PLACEMENTS) {
      const spec = plan[place];
      if (!spec) continue;
      const { extent } = KERNELS[spec.kernel];
      out.push([adapterName(layer, place, 'down'), [spec.bottleneck, dim, ...extent]]);
      out.push([adapterName(layer, place, 'up'), [dim, spec.bottleneck, ...extent]]);
    }
  }
  out.push(
    ['head_norm.weight', [dim]],
    ['head_norm.bias', [dim]],
    ['head.weight', [classes, dim]],
    ['head.bias', [classes]],
  );
  return new Map(out.filter(([name]) => trains(name)));
}

const adapterPart = (name: string): 'down' | 'up' | null => {
  if (!name.includes('_adapter.')) return null;
  return name.endsWith('.down.weight') ? 'down' : 'up';
};

/** Uploads weights to the current backend, adapters in the engine's layout. The caller owns the tensors. */
export function upload(weights: Iterable<readonly [string, Weight]>): Map<string, tf.Tensor> {
  const out = new Map<string, tf.Tensor>();
  for (const [name, weight] of weights) {
    const part = adapterPart(name);
    const { shape, data } = part ? toEngine(part, weight) : weight;
    out.set(name, tf.keep(tf.tensor(data, [...shape], 'float32')));
  }
  return out;
}

/** Reads tensors back in PyTorch's layout. */
export async function download(tensors: ReadonlyMap<string, tf.Tensor>, plan: AdapterPlan): Promise<Weights> {
  const out = new Map<string, Weight>();
  for (const [name, tensor] of tensors) {
    const weight: Weight = { shape: tensor.shape, data: Float32Array.from(await tensor.data()) };
    const part = adapterPart(name);
    const spec = name.includes('.attn_adapter.') ? plan.attn : plan.ffn;
    out.set(name, part && spec ? toTorch(part, weight, KERNELS[spec.kernel].extent) : weight);
  }
  return out;
}
