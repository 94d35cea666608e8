import * as tf from '@tensorflow/tfjs-core';
import { firstTokens, forEveryClip } from '../ops/tokens';
import type { Model } from './model';
import { promptName } from './places';

/**
 * The tokens that enter layer i with the layer's own prompts, P learnt tokens, behind them; prompts that came out of the
 * layer before are replaced. A layer without prompts passes on what comes. VPT puts prompts behind the class token; here
 * they are last, so that prefix tokens and patches keep their places: attention does not see the order.
 * @param x [B, N, d] or [B, N + P, d]  @returns [B, N + P, d]
 * Source: Jia et al. 2022, equations (4) to (6); KMnP/vpt, models/vit_prompt/vit.py (without dropout, its default).
 */
export function withPrompts(m: Model, i: number, x: tf.Tensor3D): tf.Tensor3D {
  const prompts = m.parameters.get(promptName(i));
  if (!prompts) return x;
  return tf.concat([firstTokens(x, m.shape.tokens), forEveryClip(prompts, x.shape[0])], 1);
}
