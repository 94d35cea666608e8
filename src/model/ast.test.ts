import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { EVERY_METHOD, METHOD_NAMES } from '../../tests/numeric/everyMethod';
import { held } from '../../tests/numeric/leaks';
import { normals } from '../../tests/numeric/random';
import { planOf, stirred, TINY, TINY_RUN } from '../../tests/numeric/tinyBackbone';
import { TINY_CLASSES, tinyModel, tinyWeights } from '../../tests/numeric/tinyModel';
import '../../tests/numeric/toBeAllClose';
import { KERNELS, PLACEMENTS, type KernelName } from './adapters';
import { blockAttention, embed, forward, tokensInto } from './ast';
import type { Weights } from './build';
import type { MethodName } from './methods';
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

  it.each(['houlsby-parallel', 'houlsby-sequential', 'lora', 'convpass'] as const)(
    'leaves the logits as they are: %s',
    (method) => {
      const config = { ...TINY_RUN, ...EVERY_METHOD[method], method };
      expect(logitsOf(config)).toEqual(bare());
      expect(logitsOf(config, stirred(tinyWeights(config), 5))).not.toEqual(bare());
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

describe('a parallel adapter without biases', () => {
  it('is a Look-Aside Adapter with a linear kernel', () => {
    const adapters = planOf('linear', 'linear', 3);
    const parallel = stirred(tinyWeights({ ...TINY_RUN, method: 'houlsby-parallel', adapters }), 4);
    const asLookAside = new Map(
      [...parallel].map(([name, { shape, data }]) =>
        name.includes('_houlsby.')
          ? [name.replace('_houlsby', '_adapter'), { shape: [...shape, 1, 1], data }]
          : [name, { shape, data }],
      ),
    );
    const ours = logitsOf({ ...TINY_RUN, method: 'houlsby-parallel', adapters }, parallel);
    expect(ours).toBeAllClose(logitsOf({ ...TINY_RUN, method: 'loaa', adapters }, asLookAside), { absolute: 1e-6 });
  });
});

describe('attention', () => {
  const CLIP = normals(T * MEL_BINS, 71);
  const rows = (method: MethodName, layer: number): number[] => {
    const config = { ...TINY_RUN, ...EVERY_METHOD[method], method };
    const { model, dispose } = tinyModel(config, stirred(tinyWeights(config), 6));
    const sums = tf.tidy(() => {
      const p = blockAttention(model, layer, tokensInto(model, layer, tf.tensor3d(CLIP, [1, T, MEL_BINS])));
      expect(p.shape).toEqual([1, TINY.heads, model.shape.tokens, model.shape.tokens]);
      return [...tf.sum(p, 3).dataSync()];
    });
    dispose();
    return sums;
  };

  it.each(METHOD_NAMES.filter((method) => method !== 'prompt' && method !== 'prefix'))(
    'is shared among the tokens of the clip alone: %s',
    (method) => {
      for (let i = 0; i < TINY.depth; i++) expect(rows(method, i)).toBeAllClose(rows(method, i).map(() => 1));
    },
  );

  it.each(['prompt', 'prefix'] as const)('goes in part to what is beside the clip: %s', (method) => {
    for (let i = 0; i < TINY.depth; i++) {
      for (const sum of rows(method, i)) expect(sum > 0.05 && sum < 0.999, `${sum}`).toBe(true);
    }
  });

  it.each(METHOD_NAMES)('of the first layer is another after training where the method reaches it: %s', (method) => {
    const config = { ...TINY_RUN, ...EVERY_METHOD[method], method };
    const changesIt = ['full', 'lora', 'bitfit', 'prompt', 'prefix'].includes(method);
    const fresh = tinyModel(config);
    const tuned = tinyModel(config, stirred(tinyWeights(config), 6));
    const maps = [fresh, tuned].map(({ model }) =>
      tf.tidy(() => [...blockAttention(model, 0, embed(model, tf.tensor3d(CLIP, [1, T, MEL_BINS]))).dataSync()]),
    );
    if (changesIt) expect(maps[1]).not.toEqual(maps[0]);
    else expect(maps[1]).toEqual(maps[0]);
    fresh.dispose();
    tuned.dispose();
  });
});

describe('forward', () => {
  it.each(METHOD_NAMES)('treats every clip of a batch on its own: %s', (method) => {
    const config = { ...TINY_RUN, ...EVERY_METHOD[method], method };
    const { model, dispose } = tinyModel(config, stirred(tinyWeights(config), 9));
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
