import * as tf from '@tensorflow/tfjs-core';

/** Matrix products: what a pass over weights costs. */
const PRODUCTS = ['BatchMatMul', '_FusedMatMul'];

/** The shapes of every matrix product that `run` makes, as "[a] x [b]": as stored, a batch axis of one left out. */
export async function productsOf(run: () => void): Promise<string[]> {
  const { kernels } = await tf.profile(() => {
    run();
    return [];
  });
  const text = (shape: readonly number[] | null) =>
    `[${(shape?.length === 3 && shape[0] === 1 ? shape.slice(1) : shape)?.join(', ')}]`;
  return kernels
    .filter(({ name }) => PRODUCTS.includes(name))
    .map(({ inputShapes: [a = null, b = null] }) => `${text(a)} x ${text(b)}`);
}
