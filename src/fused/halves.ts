import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '../model/model';
import { isLargeMatrix } from './sizes';

const scratch = new Float32Array(1);
const bits = new Uint32Array(scratch.buffer);

/**
 * The 16-bit float nearest to x, as its bits; ties go to the even one, and what is too large becomes infinite.
 * Source: IEEE 754-2008, binary16.
 */
export function halfOf(x: number): number {
  scratch[0] = x;
  const word = bits[0] ?? 0;
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // not a number
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // rounds beyond 65504
  if (magnitude < 0x38800000) {
    // Below 2^-14 halves are multiples of 2^-24.
    const units = Math.abs(x) * 2 ** 24;
    const down = Math.floor(units);
    const rest = units - down;
    return sign | (down + (rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? 1 : 0));
  }
  const odd = (magnitude >>> 13) & 1;
  return sign | ((magnitude - 0x38000000 + 0xfff + odd) >>> 13);
}

/** Values in 16 bits, two to a word, the first in the lower half: what unpack2x16float reads. */
export function packHalves(values: Float32Array): Int32Array {
  const words = new Int32Array(Math.ceil(values.length / 2));
  for (let i = 0; i < words.length; i++) words[i] = halfOf(values[2 * i] ?? 0) | (halfOf(values[2 * i + 1] ?? 0) << 16);
  return words;
}

/**
 * Copies of the frozen matrices in 16 bits; computing with them stays in 32. The originals must not have been used by the
 * backend yet, so that they never take memory of the device. The caller owns the copies.
 */
export function inHalves(frozen: Parameters): Map<string, tf.Tensor> {
  const out = new Map<string, tf.Tensor>();
  for (const [name, tensor] of frozen) {
    if (!isLargeMatrix(name)) continue;
    const words = packHalves(tensor.dataSync<'float32'>());
    out.set(name, tf.keep(tf.tensor1d(words, 'int32')));
  }
  return out;
}
