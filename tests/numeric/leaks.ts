import * as tf from '@tensorflow/tfjs-core';

/** What tfjs holds on to: tensors, data and bytes. */
export interface Held {
  readonly tensors: number;
  readonly buffers: number;
  readonly bytes: number;
}

export function held(): Held {
  const { numTensors, numDataBuffers, numBytes } = tf.memory();
  return { tensors: numTensors, buffers: numDataBuffers, bytes: numBytes };
}
