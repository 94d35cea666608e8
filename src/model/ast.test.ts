import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { held } from '../../tests/numeric/leaks';
import { normals } from '../../tests/numeric/random';
import { planOf, stirred, TINY, TINY_RUN } from '../../tests/numeric/tinyBackbone';
import { TINY_CLASSES, tinyModel, tinyWeights } from '../../tests/numeric/tinyModel';
import '../../tests/numeric/toBeAllClose';
import { KERNELS, PLACEMENTS, type KernelName } from './adapters';
import { forward } from './ast';
import type { Weights } from './build';
import { MEL_BINS } from './shape';

beforeAll(startCpu);

const KERNEL_NAMES = Object.keys(KERNELS) as KernelName[];
const [B, T] = [2, TINY_RUN.frames];
const x = normals(B * T * MEL_BINS, 71);

function logitsOf(config: typeof TINY_RUN, given: Weights | null = null): number[] {
  const { model, dispose } = tinyModel(config, given);
  const logits = tf.tidy(() => [...forward(model, tf.tensor3d(x, [B, T, MEL_BINS])).dataSync()]);
  dispose();
  return logits;
}

describe('an untrained adapter', () => {
  const bare = () => logitsOf({ ...TINY_RUN, method: 'linear-probe' });

  it.each(KERNEL_NAMES.flatMap((kernel) => [planOf(kernel, null), planOf(null, kernel), planOf(kernel, kernel)]))(
    'leaves the logits as they are, bit by bit: %j',
    (adapters) => {
      expect(logitsOf({ ...TINY_RUN, method: 'loaa', adapters })).toEqual(bare());
    },
  );

  it('is not what a trained one is: every placement changes the logits', () => {
    for (const place of PLACEMENTS) {
      const config = {
        ...TINY_RUN,
        method: 'loaa',
        adapters: { ...planOf(null, null), [place]: { kernel: 'time', bottleneck: 2 } },
      } as const;
      const fresh = tinyWeights(config);
      const adapters = new Map([...fresh].filter(([name]) => name.includes('_adapter.')));
      expect(adapters.size).toBe(2 * TINY.depth);
      expect(logitsOf(config, new Map([...fresh, ...stirred(adapters, 5)]))).not.toEqual(bare());
    }
  });
});

describe('forward', () => {
  it('treats every clip of a batch on its own', () => {
    const { model, dispose } = tinyModel(TINY_RUN, stirred(tinyWeights(TINY_RUN), 9));
    const half = x.length / B;
    const alone = Array.from({ length: B }, (_, b) => [
      ...forward(model, tf.tensor3d(x.slice(b * half, (b + 1) * half), [1, T, MEL_BINS])).dataSync(),
    ]);
    expect(forward(model, tf.tensor3d(x, [B, T, MEL_BINS]))).toBeAllClose(alone.flat());
    dispose();
  });

  it('frees everything but the logits', () => {
    const { model, dispose } = tinyModel(TINY_RUN);
    const input = tf.tensor3d(x, [B, T, MEL_BINS]);
    const before = held();
    const logits = tf.tidy(() => forward(model, input));
    expect(logits.shape).toEqual([B, TINY_CLASSES]);
    expect(held()).toEqual({
      tensors: before.tensors + 1,
      buffers: before.buffers + 1,
      bytes: before.bytes + 4 * B * TINY_CLASSES,
    });
    dispose();
  });
});
