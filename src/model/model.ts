import * as tf from '@tensorflow/tfjs-core';
import type { MethodSettings } from './methods';
import type { AstShape } from './shape';

/** Parameters by canonical name (see Backbone in weights/types.ts), convolutions over tokens in the engine's layout. */
export type Parameters = ReadonlyMap<string, tf.Tensor>;

/** What a forward pass reads: the frozen and trained parameters together, and which of them are trained. */
export interface Model {
  readonly shape: AstShape;
  /** The method that placed parameters in the layers, and what it was told. */
  readonly settings: MethodSettings;
  readonly parameters: Parameters;
  /** Parameters whose gradient may be asked for; all others are constants to the backward pass. */
  readonly trained: ReadonlySet<string>;
  /** Kernels that give the logits [B, C] of x [B, T, M] all at once, where there are any. */
  readonly whole?: (x: tf.Tensor3D) => tf.Tensor2D;
}

/** A parameter that must be there. */
export function parameter({ parameters }: Pick<Model, 'parameters'>, name: string): tf.Tensor {
  const found = parameters.get(name);
  if (!found) throw new Error(`The model has no parameter ${name}.`);
  return found;
}

/**
 * The model as it stands, safe from steps that replace its parameters meanwhile: names of its own for the same memory.
 * The caller frees it.
 */
export function snapshot(m: Model): Model & { dispose(): void } {
  const parameters = new Map([...m.parameters].map(([name, tensor]) => [name, tf.keep(tf.clone(tensor))] as const));
  const { shape, settings, trained } = m;
  return { shape, settings, trained, parameters, dispose: () => tf.dispose([...parameters.values()]) };
}
