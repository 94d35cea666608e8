import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../core/random';
import type { Backbone, Weight } from '../weights/types';
import { extentOf, PLACEMENTS, type AdapterPlan, type Placement } from './adapters';
import { toEngine, toTorch } from './lookAside';
import { trainedParameters, type MethodSettings } from './methods';
import { fresh, type NewParameter } from './parameters';
import type { PlaceSize } from './places';
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

/** New parameters, drawn in their order. */
const started = (parameters: readonly NewParameter[], random: Random): [string, Weight][] =>
  parameters.map((parameter) => [parameter.name, fresh(parameter, random)]);

/** What a method trains, freshly initialised from the seed; for full fine-tuning the backbone's own weights too. */
export function initialTrained(
  settings: MethodSettings,
  backbone: Weights,
  size: PlaceSize & { readonly classes: number },
  seed: number,
): Weights {
  const shapes = [...backbone].map(([name, { shape }]) => [name, shape] as const);
  const { own, placed, head } = trainedParameters(settings, shapes, size);
  const chosen = new Set(own.map(([name]) => name));
  return new Map([
    ...[...backbone].filter(([name]) => chosen.has(name)),
    ...started(placed, Random.for(seed, 'adapters')),
    ...started(head, Random.for(seed, 'head')),
  ]);
}

/** Names and shapes (PyTorch's layout) of what a method trains, in the order of `initialTrained`; asks for no memory. */
export function trainedShapes(
  settings: MethodSettings,
  { config, weights }: Backbone,
  grid: readonly [number, number],
  classes: number,
): ReadonlyMap<string, readonly number[]> {
  const onGrid = [positionsName(config), [1, config.prefixTokens + grid[0] * grid[1], config.dim]] as const;
  const shapes = [...weights]
    .filter(([name]) => !name.startsWith('head'))
    .map(([name, { shape }]) => (name === LEARNED_POSITIONS ? onGrid : ([name, shape] as const)));
  const { own, placed, head } = trainedParameters(settings, shapes, { ...config, classes });
  return new Map([...own, ...[...placed, ...head].map(({ name, shape }) => [name, shape] as const)]);
}

/** The convolutions over tokens, which the engine holds as [k r, d] (see `toEngine`): which way round, beside which block. */
function convolution(name: string): { readonly kind: 'down' | 'up'; readonly place: Placement } | null {
  const place = PLACEMENTS.find((p) => name.includes(`.${p}_adapter.`) || name.includes(`.${p}_convpass.`));
  if (!place) return null;
  if (name.endsWith('_adapter.down.weight')) return { kind: 'down', place };
  const isUp = name.endsWith('_adapter.up.weight') || name.endsWith('.adapter_conv.weight');
  return isUp ? { kind: 'up', place } : null;
}

/** Uploads weights to the current backend, convolutions in the engine's layout. The caller owns the tensors. */
export function upload(weights: Iterable<readonly [string, Weight]>): Map<string, tf.Tensor> {
  const out = new Map<string, tf.Tensor>();
  for (const [name, weight] of weights) {
    const found = convolution(name);
    const { shape, data } = found ? toEngine(found.kind, weight) : weight;
    out.set(name, tf.keep(tf.tensor(data, [...shape], 'float32')));
  }
  return out;
}

/** Reads tensors back in PyTorch's layout. @param kernels those of the method (`kernelsOf`) */
export async function download(tensors: ReadonlyMap<string, tf.Tensor>, kernels: AdapterPlan): Promise<Weights> {
  const out = new Map<string, Weight>();
  for (const [name, tensor] of tensors) {
    const weight: Weight = { shape: tensor.shape, data: Float32Array.from(await tensor.data()) };
    out.set(name, inTorch(name, weight, kernels));
  }
  return out;
}

/** A parameter, or its gradient, from the engine's layout to PyTorch's. */
export function inTorch(name: string, weight: Weight, kernels: AdapterPlan): Weight {
  const found = convolution(name);
  const spec = found && kernels[found.place];
  return found && spec ? toTorch(found.kind, weight, extentOf(spec)) : weight;
}
