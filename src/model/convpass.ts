import * as tf from '@tensorflow/tfjs-core';
import { addBias } from '../ops/bias';
import { linear } from '../ops/linear';
import { quickGelu } from '../ops/quickGelu';
import { gatherTaps } from '../ops/taps';
import type { Placement } from './adapters';
import { parameter, type Model } from './model';
import { convpassName } from './places';

/**
 * Convpass beside a block: s up(f(conv(f(down(h))))), f the quick GELU; down and up are 1 x 1, conv is 3 x 3 over the token
 * grid inside the bottleneck, as a product over shifted tokens (its weight is held as [9 r, r]). Each prefix token is a
 * 1 x 1 grid of its own. Null where layer i has none. The repository's dropout of 0.1 in the bottleneck is left out: what
 * is trained here is the same function as what predicts.
 * @param h [B, N, d], the LayerNorm output that the block reads too  @returns [B, N, d]
 * Source: Jie and Deng 2022; JieShibo/PETL-ViT, convpass.py.
 */
export function convpassBeside(m: Model, i: number, place: Placement, h: tf.Tensor3D): tf.Tensor3D | null {
  const weight = (part: 'down' | 'conv' | 'up') => parameter(m, `${convpassName(i, place, part)}.weight`);
  const bias = (part: 'down' | 'conv' | 'up') => parameter(m, `${convpassName(i, place, part)}.bias`);
  if (!m.parameters.has(`${convpassName(i, place, 'down')}.weight`)) return null;
  const [B, N] = h.shape;
  const { scale } = m.settings.convpass;
  const z = quickGelu(linear(h, weight('down'), bias('down'), false)) as tf.Tensor3D; // [B, N, r]
  const beside = tf.reshape(gatherTaps(z, m.shape.taps(place)), [B * N, -1]); // [B N, 9 r]
  const mixed = quickGelu(addBias(tf.matMul(beside, weight('conv')), bias('conv'))); // [B N, r]
  const out = tf.reshape(linear(mixed, weight('up'), bias('up'), false), h.shape) as tf.Tensor3D;
  return scale === 1 ? out : (tf.mul(out, scale) as tf.Tensor3D);
}
