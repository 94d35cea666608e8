import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { EVERY_METHOD, METHOD_NAMES } from '../../tests/numeric/everyMethod';
import { held } from '../../tests/numeric/leaks';
import { planOf, stirred, TINY, TINY_RUN, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import { TINY_CLASSES, tinyWeights } from '../../tests/numeric/tinyModel';
import { KERNELS, planTitle, type KernelName } from '../model/adapters';
import { download } from '../model/build';
import { kernelsOf, METHODS, trainableSize, usesOption, type MethodName } from '../model/methods';
import { layerOf } from '../model/parameters';
import type { RunConfig } from './config';
import { createTrainee } from './trainee';

beforeAll(startCpu);

const KERNEL_NAMES = Object.keys(KERNELS) as KernelName[];
const PLANS = [
  planOf(null, null),
  ...KERNEL_NAMES.flatMap((kernel) => [planOf(kernel, null, 3), planOf(null, kernel, 1), planOf(kernel, kernel, 2)]),
  planOf('time', 'frequency', 4),
  planOf('square', 'linear', 5),
];

describe('what is trained', () => {
  it.each(
    METHOD_NAMES.flatMap((method) => PLANS.map((adapters) => ({ method, adapters, title: planTitle(adapters) }))),
  )('is as many parameters as trainableSize says: $method, $title', ({ method, adapters }) => {
    const config = { ...TINY_RUN, method, adapters };
    const { trains } = METHODS[method];
    const trainee = createTrainee(tinyBackbone(), config, TINY_CLASSES, null);
    const size = { ...TINY, tokens: trainee.shape.tokens, classes: TINY_CLASSES };
    const count = [...trainee.trained.values()].reduce((sum, tensor) => sum + tensor.size, 0);
    expect(trainee.layout.total).toBe(count);
    expect(trainableSize(config, size)).toBe(count);
    const own = new Set(tinyBackbone().weights.keys());
    for (const name of trainee.layout.names) if (own.has(name)) expect(trains(name, config), name).toBe(true);
    for (const name of trainee.frozen.keys()) expect(own.has(name) && !trains(name, config), name).toBe(true);
    trainee.dispose();
  });
});

describe('upload and download', () => {
  it.each(KERNEL_NAMES)('give back the same weights in the same layout (%s)', async (kernel) => {
    const adapters = planOf(kernel, kernel, 3);
    const config = { ...TINY_RUN, adapters };
    const weights = stirred(tinyWeights(config), 3);
    const trainee = createTrainee(tinyBackbone(), config, TINY_CLASSES, weights);
    const back = await download(trainee.trained, adapters);
    expect(back).toEqual(weights);
    trainee.dispose();
  });
});

describe('every method', () => {
  const configOf = (method: MethodName, patch: Partial<RunConfig> = {}): RunConfig => ({
    ...TINY_RUN,
    ...EVERY_METHOD[method],
    ...patch,
    method,
  });
  const own = new Set(tinyBackbone().weights.keys());

  it.each(METHOD_NAMES)('gives back the weights that it was given, in the same layout: %s', async (method) => {
    const weights = stirred(tinyWeights(configOf(method)), 3);
    const trainee = createTrainee(tinyBackbone(), configOf(method), TINY_CLASSES, weights);
    expect(await download(trainee.trained, kernelsOf(trainee.settings))).toEqual(weights);
    trainee.dispose();
  });

  it.each(METHOD_NAMES)('is counted by trainableSize and placed in chosen layers only: %s', (method) => {
    for (const layers of [null, [0], [1]]) {
      const config = configOf(method, { layers });
      const trainee = createTrainee(tinyBackbone(), config, TINY_CLASSES, null);
      expect(trainableSize(config, { ...TINY, tokens: trainee.shape.tokens, classes: TINY_CLASSES })).toBe(
        trainee.layout.total,
      );
      const placed = trainee.layout.names.filter((name) => !name.startsWith('head'));
      if (usesOption(method, 'layers') && layers) {
        expect(new Set(placed.map(layerOf))).toEqual(new Set(layers));
      } else if (method !== 'full' && method !== 'bitfit') {
        expect(placed.some((name) => own.has(name))).toBe(false);
      }
      trainee.dispose();
    }
  });

  it.each(METHOD_NAMES)('works with overlapping patches, and holds nothing afterwards: %s', (method) => {
    const before = held();
    const trainee = createTrainee(tinyBackbone(), configOf(method, { stride: [10, 10] }), TINY_CLASSES, null);
    expect(trainee.shape.grid).toEqual([10, 7]);
    trainee.dispose();
    expect(held()).toEqual(before);
  });

  it.each(METHOD_NAMES.filter((method) => usesOption(method, 'layers')))(
    'refuses a layer that the backbone has not, by name: %s',
    (method) => {
      expect(() => createTrainee(tinyBackbone(), configOf(method, { layers: [0, 2] }), TINY_CLASSES, null)).toThrow(
        /tiny.*2 layers/,
      );
    },
  );
});

describe('createTrainee', () => {
  it('holds nothing after it is disposed of', () => {
    const before = held();
    for (const method of ['loaa', 'linear-probe', 'full'] as const) {
      createTrainee(tinyBackbone(), { ...TINY_RUN, method }, TINY_CLASSES, null).dispose();
      expect(held()).toEqual(before);
    }
  });

  it('is decided by the seed', () => {
    const first = tinyWeights({ ...TINY_RUN, seed: 1 });
    expect(tinyWeights({ ...TINY_RUN, seed: 1 })).toEqual(first);
    expect(tinyWeights({ ...TINY_RUN, seed: 2 })).not.toEqual(first);
  });

  it('refuses a clip shorter than a patch, by name', () => {
    expect(() => createTrainee(tinyBackbone(), { ...TINY_RUN, frames: 31 }, TINY_CLASSES, null)).toThrow(/31 frames/);
  });

  it.each([
    [
      'a missing tensor',
      (w: Map<string, { shape: readonly number[]; data: Float32Array }>) => w.delete('head.bias'),
      /head\.bias is missing/,
    ],
    ['a tensor too many', (w) => w.set('extra', { shape: [1], data: new Float32Array(1) }), /extra is not part/],
    [
      'another shape',
      (w) => w.set('head.bias', { shape: [4], data: new Float32Array(4) }),
      /head\.bias is \[4\], not \[5\]/,
    ],
  ] as [string, (w: Map<string, { shape: readonly number[]; data: Float32Array }>) => unknown, RegExp][])(
    'refuses given weights with %s',
    (_, spoil, words) => {
      const given = new Map(tinyWeights(TINY_RUN));
      spoil(given);
      const before = held();
      expect(() => createTrainee(tinyBackbone(), TINY_RUN, TINY_CLASSES, given)).toThrow(words);
      expect(held()).toEqual(before);
    },
  );
});
