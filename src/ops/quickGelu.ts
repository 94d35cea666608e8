import * as tf from '@tensorflow/tfjs-core';

/**
 * y = x sigmoid(1.702 x), the approximation of GELU that CLIP and Convpass use.
 * Source: JieShibo/PETL-ViT, convpass.py, QuickGELU.
 */
export function quickGelu(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, tf.sigmoid(tf.mul(x, 1.702)));
}
