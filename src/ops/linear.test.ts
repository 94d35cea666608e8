import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import * as definitions from '../../tests/numeric/definitions';
import { numericGradient } from '../../tests/numeric/finiteDifferences';
import { productsOf } from '../../tests/numeric/kernels';
import { normals, weighted } from '../../tests/numeric/random';
import '../../tests/numeric/toBeAllClose';
import { linear } from './linear';

beforeAll(startCpu);

/** [..., i] and o. */
const SHAPES: [number[], number][] = [
  [[2, 5, 7], 3],
  [[1, 1, 6], 11],
  [[4, 9], 1],
  [[1, 1], 1],
];

describe.each(SHAPES)('linear of %j to %i', (shape, out) => {
  const inner = shape.at(-1) ?? 0;
  const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const [x, w, b, dy] = [normals(rows * inner, 1), normals(out * inner, 2), normals(out, 3), normals(rows * out, 4)];
  const tensors = () => ({ x: tf.tensor(x, shape), w: tf.tensor(w, [out, inner]), b: tf.tensor(b, [out]) });
  const dyOf = () => tf.tensor(dy, [...shape.slice(0, -1), out]);

  it.each([true, false])('is x W^T + b (frozen: %s)', (frozen) => {
    const t = tensors();
    const y = linear(t.x, t.w, t.b, frozen);
    expect(y.shape).toEqual([...shape.slice(0, -1), out]);
    expect(y).toBeAllClose(definitions.linear(x, w, b, inner));
    expect(linear(t.x, t.w, null, frozen)).toBeAllClose(definitions.linear(x, w, null, inner));
  });

  it.each([true, false])('has the gradient of its definition in x (frozen: %s)', (frozen) => {
    const t = tensors();
    const dx = tf.grad((v) => linear(v, t.w, t.b, frozen))(t.x, dyOf());
    expect(dx).toBeAllClose(
      numericGradient((v) => weighted(definitions.linear(v, w, b, inner), dy), x),
      { absolute: 1e-5 },
    );
  });

  it('has the gradients of its definition in W and b when trained', () => {
    const t = tensors();
    const [dw, db] = tf.grads((p, q) => linear(t.x, p, q, false))([t.w, t.b], dyOf());
    const asW = (v: Float64Array) => weighted(definitions.linear(x, v, b, inner), dy);
    const asB = (v: Float64Array) => weighted(definitions.linear(x, w, v, inner), dy);
    expect(dw).toBeAllClose(numericGradient(asW, w), { absolute: 1e-5 });
    expect(db).toBeAllClose(numericGradient(asB, b), { absolute: 1e-5 });
  });
});

describe('frozen linear', () => {
  const t = () => ({ x: tf.ones([4, 5]), w: tf.ones([3, 5]), b: tf.ones([3]) });

  it('makes one product forward and one backward: dx, never dW', async () => {
    const { x, w, b } = t();
    expect(await productsOf(() => tf.grad((v) => linear(v, w, b, true))(x))).toEqual([
      '[4, 5] x [3, 5]',
      '[4, 3] x [3, 5]',
    ]);
  });

  it('gives its weights no gradient at all', () => {
    const { x, w, b } = t();
    expect(() => tf.grad((v) => linear(x, v as tf.Tensor2D, b, true))(w)).toThrow();
  });
});
