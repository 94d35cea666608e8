import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import * as definitions from '../../tests/numeric/definitions';
import { numericGradient } from '../../tests/numeric/finiteDifferences';
import { normals, sizeOf, weighted } from '../../tests/numeric/random';
import '../../tests/numeric/toBeAllClose';
import { layerNorm } from './layerNorm';

beforeAll(startCpu);

const SHAPES = [
  [2, 3, 7],
  [1, 1, 5],
  [4, 2],
  [1, 16],
];

describe.each(SHAPES.flatMap((shape) => [1e-12, 1e-6, 1e-5].map((eps) => ({ shape, eps }))))(
  'layerNorm of $shape with epsilon $eps',
  ({ shape, eps }) => {
    const d = shape.at(-1) ?? 0;
    const x = normals(sizeOf(shape), 5, 2).map((v) => v + 3);
    const [g, b, dy] = [normals(d, 6), normals(d, 7), normals(x.length, 8)];
    const tensors = () => ({ x: tf.tensor(x, shape), g: tf.tensor1d(g), b: tf.tensor1d(b), dy: tf.tensor(dy, shape) });

    it.each([true, false])('is its definition, and so is its gradient in x (frozen: %s)', (frozen) => {
      const t = tensors();
      const y = layerNorm(t.x, t.g, t.b, eps, frozen);
      expect(y.shape).toEqual(shape);
      expect(y).toBeAllClose(definitions.layerNorm(x, g, b, eps), { absolute: 1e-5, relative: 1e-5 });
      const dx = tf.grad((v) => layerNorm(v, t.g, t.b, eps, frozen))(t.x, t.dy);
      const slope = numericGradient((v) => weighted(definitions.layerNorm(v, g, b, eps), dy), x);
      expect(dx).toBeAllClose(slope, { absolute: 2e-5, relative: 1e-4 });
    });

    it('has the gradients of its definition in scale and shift when trained', () => {
      const t = tensors();
      const [dg, db] = tf.grads((p, q) => layerNorm(t.x, p, q, eps, false))([t.g, t.b], t.dy);
      const asG = (v: Float64Array) => weighted(definitions.layerNorm(x, v, b, eps), dy);
      const asB = (v: Float64Array) => weighted(definitions.layerNorm(x, g, v, eps), dy);
      expect(dg).toBeAllClose(numericGradient(asG, g), { absolute: 2e-5 });
      expect(db).toBeAllClose(numericGradient(asB, b), { absolute: 2e-5 });
    });
  },
);

describe('layerNorm', () => {
  it('gives the shift where all values of a row are the same', () => {
    const y = layerNorm(tf.fill([2, 4], 7), tf.ones([4]), tf.tensor1d([1, 2, 3, 4]), 1e-6, true);
    expect(y).toBeAllClose([1, 2, 3, 4, 1, 2, 3, 4]);
  });

  it('gives frozen scale and shift no gradient at all', () => {
    const [x, one] = [tf.randomNormal([3, 4]), tf.ones([4])];
    expect(() => tf.grad((g) => layerNorm(x, g, one, 1e-6, true))(one)).toThrow();
  });
});
