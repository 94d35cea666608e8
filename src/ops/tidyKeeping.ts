import * as tf from '@tensorflow/tfjs-core';

/** Runs f and frees every tensor that it made, but for those it names as kept. The caller owns the kept ones. */
export function tidyKeeping<T>(f: () => { readonly result: T; readonly kept: Iterable<tf.Tensor> }): T {
  const engine = tf.engine();
  engine.startScope();
  try {
    const { result, kept } = f();
    for (const tensor of kept) tf.keep(tensor);
    return result;
  } finally {
    engine.endScope();
  }
}
