import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import * as definitions from '../../tests/numeric/definitions';
import { numericGradient } from '../../tests/numeric/finiteDifferences';
import { normals, weighted } from '../../tests/numeric/random';
import '../../tests/numeric/toBeAllClose';
import { attention, attentionProbabilities } from './attention';

beforeAll(startCpu);

/** [B, N, d], h. */
const SHAPES: [[number, number, number], number][] = [
  [[2, 5, 6], 3],
  [[1, 7, 4], 1],
  [[3, 1, 4], 2],
  [[1, 2, 3], 3],
];

describe.each(SHAPES)('attention of %j with %i heads', (shape, heads) => {
  const [B, N, d] = shape;
  const qkv = normals(B * N * 3 * d, 11);
  const dy = normals(B * N * d, 12);
  const packed = () => tf.tensor3d(qkv, [B, N, 3 * d]);

  it('is softmax(Q K^T / sqrt(d / h)) V per head', () => {
    const y = attention(packed(), heads);
    expect(y.shape).toEqual(shape);
    expect(y).toBeAllClose(definitions.attention(qkv, shape, heads).out);
  });

  it('gives its probabilities, which sum to one over the keys', () => {
    const p = attentionProbabilities(packed(), heads);
    expect(p.shape).toEqual([B, heads, N, N]);
    expect(p).toBeAllClose(definitions.attention(qkv, shape, heads).probabilities);
    expect(tf.sum(p, -1)).toBeAllClose(new Float32Array(B * heads * N).fill(1));
  });

  it('has the gradient of its definition', () => {
    const dx = tf.grad((v) => attention(v as tf.Tensor3D, heads))(packed(), tf.tensor3d(dy, shape));
    const slope = numericGradient((v) => weighted(definitions.attention(v, shape, heads).out, dy), qkv);
    expect(dx).toBeAllClose(slope, { absolute: 1e-5 });
  });
});

describe('attention', () => {
  it('stays finite where scores are far apart', () => {
    const qkv = tf.tensor3d(normals(1 * 6 * 12, 13, 40), [1, 6, 12]);
    for (const tensor of [attention(qkv, 2), attentionProbabilities(qkv, 2)]) {
      expect([...tensor.dataSync()].every(Number.isFinite)).toBe(true);
    }
  });
});
