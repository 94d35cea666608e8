import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { EVERY_METHOD, METHOD_NAMES } from '../../tests/numeric/everyMethod';
import { held } from '../../tests/numeric/leaks';
import { normals } from '../../tests/numeric/random';
import { TINY, TINY_RUN, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import { TINY_CLASSES } from '../../tests/numeric/tinyModel';
import type { RunConfig } from './config';
import { unflatten } from './flat';
import { meanOfParts, microBatches, type Part, type Pass } from './microBatches';
import { lossAndGradient, type Trainee } from './step';
import { createTrainee } from './trainee';

beforeAll(startCpu);

const [B, T, M, DEPTH] = [3, TINY_RUN.frames, 128, 5] as const;

function batch(clips: number = B) {
  const targets = Float32Array.from({ length: clips * TINY_CLASSES }, (_, i) => (i % (TINY_CLASSES + 1) === 0 ? 1 : 0));
  return {
    x: tf.tensor3d(normals(clips * T * M, 95), [clips, T, M]),
    targets: tf.tensor2d(targets, [clips, TINY_CLASSES]),
  };
}

/** A trainee whose every trained tensor does something. */
function traineeOf(patch: Partial<RunConfig>, backbone: Partial<typeof TINY> = {}): Trainee {
  const t = createTrainee(tinyBackbone({ ...TINY, depth: DEPTH, ...backbone }), { ...TINY_RUN, ...patch }, 5, null);
  for (const [i, tensor] of [...t.trained.values()].entries()) {
    tensor.dataSync().set(normals(tensor.size, 7 + i, 0.3).map((value, j) => value + (tensor.dataSync()[j] ?? 0)));
  }
  return t;
}

const free = ({ reading, gradient }: Pass) => tf.dispose([reading, gradient]);

const values = (t: Trainee, { reading, gradient }: Pass) => {
  const [loss, ...logits] = reading.dataSync();
  const gradients = new Map<string, ArrayLike<number>>();
  tf.tidy(() => {
    for (const [name, part] of unflatten(gradient, t.layout)) gradients.set(name, part.dataSync());
  });
  return { loss, logits, gradients };
};

/** The largest difference over the largest value. */
function relative(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const largest = Math.max(...Array.from(expected, Math.abs));
  return Math.max(...Array.from(expected, (value, i) => Math.abs(value - (actual[i] ?? NaN)))) / largest;
}

const CASES = [
  ...METHOD_NAMES.map((method) => ({ title: method as string, patch: { method, ...EVERY_METHOD[method] }, own: {} })),
  { title: 'loaa in layers 2 and 4', patch: { method: 'loaa', layers: [2, 4] }, own: {} },
  { title: 'shallow prompts', patch: { method: 'prompt', prompts: { length: 2, deep: false } }, own: {} },
  { title: 'full, norms behind the sums', patch: { method: 'full' }, own: { normOrder: 'post' } },
  { title: 'bitfit, norms behind the sums', patch: { method: 'bitfit' }, own: { normOrder: 'post' } },
] as const;

describe.each(CASES)('making layers anew: $title', ({ patch, own }) => {
  it.each([1, 2, 3, 5])('gives the loss, logits and gradients of keeping all, %i at a time', (segment) => {
    const t = traineeOf(patch, own);
    const { x, targets } = batch();
    const whole = lossAndGradient(t, 'ce', { x, targets });
    const before = held();
    const parts = lossAndGradient(t, 'ce', { x, targets }, segment);
    const [expected, actual] = [values(t, whole), values(t, parts)];
    expect(actual.logits).toEqual(expected.logits);
    expect(actual.loss).toEqual(expected.loss);
    for (const [name, gradient] of expected.gradients) {
      // What has no gradient but rounding noise, the keys' bias, is compared with the queries' beside it.
      expect(relative(actual.gradients.get(name) ?? [], gradient), name).toBeLessThan(1e-6);
    }
    free(parts);
    expect(held()).toEqual(before);
    free(whole);
    t.dispose();
  });
});

/** The most bytes alive at once during a pass, beyond those before it. */
async function peak(t: Trainee, segment: number): Promise<number> {
  const { x, targets } = batch();
  const before = held().bytes;
  const { peakBytes } = await tf.profile(() => {
    free(lossAndGradient(t, 'ce', { x, targets }, segment));
    return [];
  });
  tf.dispose([x, targets]);
  return peakBytes - before;
}

/** Wide enough for layers to outweigh the embedding. */
const WIDE = { depth: 8, dim: 48, mlpDim: 96 };

describe('the memory of a pass', () => {
  it.each(METHOD_NAMES.filter((method) => method !== 'linear-probe'))(
    'is the less, the fewer layers are kept at a time: %s',
    async (method) => {
      const t = traineeOf({ method, ...EVERY_METHOD[method] }, WIDE);
      const peaks = [];
      for (const segment of [0, 4, 2, 1]) peaks.push(await peak(t, segment));
      const [all = 0, four = 0, two = 0, one = 0] = peaks;
      expect(four).toBeLessThan(0.75 * all);
      expect(two).toBeLessThan(four);
      // What trains the embedding too keeps its gradients at any length.
      expect(one).toBeLessThan(0.5 * all);
      expect(one).toBeLessThanOrEqual(two);
      t.dispose();
    },
  );

  it('grows by little more than a layer’s input with each layer, where one is kept at a time', async () => {
    const peaks = [];
    for (const depth of [4, 8]) {
      const t = traineeOf({ method: 'loaa' }, { depth });
      peaks.push(await peak(t, 1));
      t.dispose();
    }
    const [four = 0, eight = 0] = peaks;
    const tokens = 2 + 4 * 3;
    const gradients = 4 * 1000;
    expect(eight - four).toBeLessThan(4 * (4 * B * tokens * TINY.dim) + gradients);
  });
});

describe('micro-batches', () => {
  it('cover a batch in order, the last one what is left', () => {
    expect(microBatches(7, 3)).toEqual([
      [0, 3],
      [3, 6],
      [6, 7],
    ]);
    expect(microBatches(4, 4)).toEqual([[0, 4]]);
    expect(microBatches(4, 48)).toEqual([[0, 4]]);
  });

  const CLIPS = 7;
  it.each((['ce', 'bce'] as const).flatMap((loss) => [1, 2, 3, 4].map((size) => ({ loss, size }))))(
    'of $size clips have the loss, logits and gradient of the whole batch of seven: $loss',
    ({ loss, size }) => {
      const t = traineeOf({ method: 'full' });
      const { x, targets } = batch(CLIPS);
      const one = (part: Part) => lossAndGradient(t, loss, part);
      const whole = one({ x, targets });
      const before = held();
      const parts = microBatches(CLIPS, size).map(([from, to]) => ({
        x: tf.slice(x, [from, 0, 0], [to - from, T, M]),
        targets: tf.slice(targets, [from, 0], [to - from, TINY_CLASSES]),
      }));
      const mean = meanOfParts(parts, one);
      expect(relative(mean.gradient.dataSync(), whole.gradient.dataSync())).toBeLessThan(1e-6);
      expect(relative(mean.reading.dataSync(), whole.reading.dataSync())).toBeLessThan(1e-6);
      expect(mean.reading.shape).toEqual([1 + CLIPS * TINY_CLASSES]);
      tf.dispose([...parts.flatMap((part) => [part.x, part.targets])]);
      free(mean);
      expect(held()).toEqual(before);
      t.dispose();
    },
  );

  it('that are one are the batch itself, bit by bit', () => {
    const t = traineeOf({ method: 'loaa' });
    const { x, targets } = batch();
    const pass = () => lossAndGradient(t, 'ce', { x, targets });
    expect([...meanOfParts([{ x, targets }], pass).gradient.dataSync()]).toEqual([...pass().gradient.dataSync()]);
    t.dispose();
  });
});
