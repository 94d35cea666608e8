import * as tf from '@tensorflow/tfjs-core';

/**
 * Where each patch value lies in a flattened spectrogram [T, M]: [F W p q], patches frequency-major, values in the order
 * of a convolution kernel [frequency, time].
 */
export function patchIndex(
  bins: number,
  grid: readonly [number, number],
  [p, q]: readonly [number, number],
  stride: readonly [number, number],
): tf.Tensor1D {
  const [F, W] = grid;
  const index = new Int32Array(F * W * p * q);
  let at = 0;
  for (let f = 0; f < F; f++) {
    for (let w = 0; w < W; w++) {
      for (let i = 0; i < p; i++) {
        for (let j = 0; j < q; j++) index[at++] = (w * stride[1] + j) * bins + f * stride[0] + i;
      }
    }
  }
  return tf.tensor1d(index, 'int32');
}

/**
 * Cuts spectrograms into patches, so that the patch convolution is one matrix product on every backend.
 * @param x [B, T, M]  @returns [B, F W, p q]
 */
export function extractPatches(x: tf.Tensor3D, index: tf.Tensor1D, [p, q]: readonly [number, number]): tf.Tensor3D {
  const [B, T, M] = x.shape;
  const flat = tf.reshape(x, [B, T * M]);
  return tf.reshape(tf.gather(flat, index, 1), [B, -1, p * q]);
}
