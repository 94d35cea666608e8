import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import '../../tests/numeric/toBeAllClose';
import { quickGelu } from './quickGelu';

beforeAll(startCpu);

it('quickGelu is x / (1 + exp(-1.702 x))', () => {
  const x = [-30, -3, -1, -0.1, 0, 0.1, 1, 3, 30];
  expect(quickGelu(tf.tensor1d(x))).toBeAllClose(
    x.map((v) => v / (1 + Math.exp(-1.702 * v))),
    { absolute: 1e-6 },
  );
});
