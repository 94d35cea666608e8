import * as tf from '@tensorflow/tfjs-core';
import { gelu } from '../ops/gelu';
import { linear } from '../ops/linear';
import type { Placement } from './adapters';
import { parameter, type Model } from './model';
import { houlsbyName } from './places';

/**
 * The bottleneck of a Houlsby adapter: f(x W_down + b) W_up + b with the exact GELU; null where layer i has none beside
 * `place`. The paper's (equation 1) has no biases.
 * @param x [B, N, d]  @returns [B, N, d]
 * Source: Houlsby et al. 2019, Figure 2; the paper, equation (1).
 */
function bottleneck(m: Model, i: number, place: Placement, x: tf.Tensor3D): tf.Tensor3D | null {
  if (!m.parameters.has(`${houlsbyName(i, place, 'down')}.weight`)) return null;
  const product = (part: 'down' | 'up', input: tf.Tensor) => {
    const name = houlsbyName(i, place, part);
    return linear(input, parameter(m, `${name}.weight`), m.parameters.get(`${name}.bias`) ?? null, false);
  };
  return product('up', gelu(product('down', x))) as tf.Tensor3D;
}

/** Parallel: the adapter reads what the block reads, h, and is added to the block's output. Source: He et al. 2022. */
export const houlsbyBeside = bottleneck;

/**
 * Sequential: y + A(y), the adapter reads the output of the block's last projection, before the residual sum.
 * Source: Houlsby et al. 2019, section 2.1.
 */
export function houlsbyAfter(m: Model, i: number, place: Placement, y: tf.Tensor3D): tf.Tensor3D {
  const correction = bottleneck(m, i, place, y);
  return correction ? tf.add(y, correction) : y;
}
