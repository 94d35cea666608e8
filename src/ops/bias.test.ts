import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { productsOf } from '../../tests/numeric/kernels';
import { normals } from '../../tests/numeric/random';
import '../../tests/numeric/toBeAllClose';
import { addBias } from './bias';
import { layerNorm } from './layerNorm';
import { linear } from './linear';

beforeAll(startCpu);

const [B, N, i, o] = [2, 3, 4, 5];
const x = () => tf.tensor3d(normals(B * N * i, 1), [B, N, i]);
const w = () => tf.tensor2d(normals(o * i, 2), [o, i]);
const b = () => tf.tensor1d(normals(o, 3));
const g = () => tf.tensor1d(normals(i, 4));
const c = () => tf.tensor1d(normals(i, 5));

type Op = (x: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** Values and both gradients of two ways of computing the same. */
function expectSame(ours: Op, theirs: Op, bias: tf.Tensor, width: number): void {
  const dy = tf.tensor(normals(B * N * width, 6), [B, N, width]);
  const [mine, plain] = [ours, theirs].map((op) => [op(x(), bias), ...tf.grads(op)([x(), bias], dy)]);
  mine?.forEach((tensor, k) => expect(tensor).toBeAllClose(plain?.[k]?.dataSync() ?? [], { absolute: 1e-6 }));
}

describe('a trained bias', () => {
  it('is added to every row, with the gradients of a plain sum', () => {
    expectSame(
      (t, bias) => addBias(t, bias),
      (t, bias) => tf.add(t, bias),
      c(),
      i,
    );
  });

  it('of a frozen Linear has the gradients of a trained one', () => {
    const weight = w();
    expectSame(
      (t, bias) => linear(t, weight, bias, 'weight'),
      (t, bias) => linear(t, weight, bias, false),
      b(),
      o,
    );
  });

  it('of a frozen LayerNorm has the gradients of a trained one', () => {
    const gain = g();
    expectSame(
      (t, bias) => layerNorm(t, gain, bias, 1e-6, 'weight'),
      (t, bias) => layerNorm(t, gain, bias, 1e-6, false),
      c(),
      i,
    );
  });

  it('costs no product with the weight where the input needs no gradient', async () => {
    const [input, weight] = [x(), w()];
    const made = await productsOf(() => {
      tf.grad((bias) => linear(input, weight, bias, 'weight'))(b());
    });
    expect(made).toHaveLength(1);
  });
});
