import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import * as definitions from '../../tests/numeric/definitions';
import { numericGradient } from '../../tests/numeric/finiteDifferences';
import { normals } from '../../tests/numeric/random';
import '../../tests/numeric/toBeAllClose';
import { binaryCrossEntropy, crossEntropy } from './losses';

beforeAll(startCpu);

/** Targets in [0, 1): rows do not sum to one, as with mixed labels of an odd recipe. */
const soft = (size: number) => normals(size, 21).map((v) => Math.abs(v) % 1);

describe.each([
  [4, 3],
  [1, 7],
  [5, 1],
  [1, 1],
])('losses of [%i, %i]', (B, C) => {
  const z = normals(B * C, 22, 3);
  const y = soft(B * C);

  it.each([
    ['cross entropy', crossEntropy, (v: ArrayLike<number>) => definitions.crossEntropy(v, y, C)],
    ['binary cross entropy', binaryCrossEntropy, (v: ArrayLike<number>) => definitions.binaryCrossEntropy(v, y)],
  ] as const)('%s and its gradient are their definitions', (_, loss, definition) => {
    const [logits, targets] = [tf.tensor2d(z, [B, C]), tf.tensor2d(y, [B, C])];
    const value = loss(logits, targets);
    expect(value.shape).toEqual([]);
    expect(value).toBeAllClose([definition(z)]);
    const slope = tf.grad((v) => tf.mul(loss(v as tf.Tensor2D, targets), 3))(logits);
    expect(slope).toBeAllClose(numericGradient((v) => 3 * definition(v), z));
  });
});

describe('the losses', () => {
  it('stay finite and exact for logits of a thousand', () => {
    const z = tf.tensor2d([[1000, -1000]]);
    expect(crossEntropy(z, tf.tensor2d([[1, 0]]))).toBeAllClose([0]);
    expect(crossEntropy(z, tf.tensor2d([[0, 1]]))).toBeAllClose([2000]);
    expect(binaryCrossEntropy(z, tf.tensor2d([[1, 0]]))).toBeAllClose([0]);
    expect(binaryCrossEntropy(z, tf.tensor2d([[0, 1]]))).toBeAllClose([1000]);
    const wrong = tf.tensor2d([[0, 1]]);
    for (const loss of [crossEntropy, binaryCrossEntropy]) {
      const slope = tf.grad((v) => loss(v as tf.Tensor2D, wrong))(z);
      expect([...slope.dataSync()].every(Number.isFinite)).toBe(true);
    }
  });

  it('are what PyTorch gives for a known row', () => {
    const z = tf.tensor2d([[0, 0, 0, 0]]);
    expect(crossEntropy(z, tf.tensor2d([[0, 0, 1, 0]]))).toBeAllClose([Math.log(4)]);
    expect(binaryCrossEntropy(z, tf.tensor2d([[0, 0, 1, 0]]))).toBeAllClose([Math.log(2)]);
  });
});
