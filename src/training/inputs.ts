import * as tf from '@tensorflow/tfjs-core';
import { MEL_BINS } from '../model/shape';

/** Inputs of `size` values one behind the other, zeros up to `count` inputs. */
export function stacked(inputs: readonly Float32Array[], size: number, count = inputs.length): Float32Array {
  const out = new Float32Array(count * size);
  inputs.forEach((input, i) => out.set(input, i * size));
  return out;
}

/** Spectrograms [T, M] as one tensor [count, T, M], zeros where there are fewer. Those that are not there are left out. */
export function spectrogramsOf(
  examples: readonly { readonly x: Float32Array | null }[],
  frames: number,
  count = examples.length,
): tf.Tensor3D {
  const inputs = examples.flatMap(({ x }) => x ?? []);
  return tf.tensor3d(stacked(inputs, frames * MEL_BINS, count), [count, frames, MEL_BINS]);
}
