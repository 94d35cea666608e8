import * as tf from '@tensorflow/tfjs-core';

/** A value and how a gradient flows back through it. `saved` are kept from the forward to the backward pass. */
export interface Rule {
  readonly value: tf.Tensor;
  readonly saved: tf.Tensor[];
  /** dL/dx from dL/dy and the saved tensors, in the order given. */
  readonly gradient: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor;
}

/** An operation of one input with its own gradient: tf.customGrad with types that hold. */
export function differentiable(x: tf.Tensor, rule: (x: tf.Tensor) => Rule): tf.Tensor {
  const op = tf.customGrad((input, save) => {
    const { value, saved, gradient } = rule(input as tf.Tensor);
    (save as (tensors: tf.Tensor[]) => void)(saved);
    return { value, gradFunc: gradient };
  });
  return op(x);
}
