import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import * as definitions from '../../tests/numeric/definitions';
import { numericGradient } from '../../tests/numeric/finiteDifferences';
import { normals, weighted } from '../../tests/numeric/random';
import '../../tests/numeric/toBeAllClose';
import { gelu } from './gelu';

beforeAll(startCpu);

describe('gelu', () => {
  const far = [-40, -9, -5.5, -3, -1, -1e-3, 0, 1e-3, 1, 3, 5.5, 9, 40];
  const x = Float32Array.from([...far, ...normals(101, 1, 3)]);

  it('is the exact one, x (1 + erf(x / sqrt 2)) / 2', () => {
    expect(gelu(tf.tensor1d(x))).toBeAllClose(definitions.gelu(x), { absolute: 2e-6, relative: 1e-6 });
    expect(gelu(tf.tensor1d([1]))).toBeAllClose([0.8413447460685429], { absolute: 1e-6 });
  });

  it('keeps the shape, down to one value', () => {
    expect(gelu(tf.zeros([2, 3, 1, 5])).shape).toEqual([2, 3, 1, 5]);
    expect(gelu(tf.scalar(0)).shape).toEqual([]);
  });

  it('has the gradient of its definition', () => {
    const dy = normals(x.length, 2);
    const dx = tf.grad(gelu)(tf.tensor1d(x), tf.tensor1d(dy));
    expect(dx).toBeAllClose(
      numericGradient((v) => weighted(definitions.gelu(v), dy), x),
      { absolute: 2e-6 },
    );
  });
});
