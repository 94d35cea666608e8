import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { EVERY_METHOD, METHOD_NAMES } from '../../tests/numeric/everyMethod';
import { held } from '../../tests/numeric/leaks';
import { normals } from '../../tests/numeric/random';
import { TINY, TINY_RUN, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import { TINY_CLASSES } from '../../tests/numeric/tinyModel';
import '../../tests/numeric/toBeAllClose';
import { layerOf } from '../model/parameters';
import { MEL_BINS } from '../model/shape';
import type { RunConfig } from './config';
import { flatLayout } from './flat';
import { meanOfParts } from './microBatches';
import { OPTIMISERS, type Optimiser } from './optimisers';
import { lossAndGradient, trainStep, type Trainee } from './step';
import { normPlan, normsOf, normsSize, withNorms, type StepNorms } from './stepNorms';
import { createTrainee } from './trainee';

beforeAll(startCpu);

const [T, B] = [TINY_RUN.frames, 3];
const RATE = 1e-2;

const part = (clips: number, seed: number) => ({
  x: tf.tensor3d(normals(clips * T * MEL_BINS, seed), [clips, T, MEL_BINS]),
  targets: tf.tensor2d(
    Float32Array.from({ length: clips * TINY_CLASSES }, (_, i) => (i % (TINY_CLASSES + 1) === 0 ? 1 : 0)),
    [clips, TINY_CLASSES],
  ),
});

const traineeOf = (run: Partial<RunConfig>): Trainee =>
  createTrainee(tinyBackbone(), { ...TINY_RUN, ...run }, TINY_CLASSES, null);

/** One step's norms, the trainee's. */
function stepOf(t: Trainee, optimiser: Optimiser, parts: ReturnType<typeof part>[]): StepNorms {
  const reading = trainStep(t, 'ce', optimiser, RATE, parts);
  const norms = normsOf(reading.dataSync().slice(-normsSize(t.norms)));
  reading.dispose();
  return norms;
}

const copies = (t: Trainee) =>
  new Map([...t.trained].map(([name, tensor]) => [name, Float64Array.from(tensor.dataSync())]));

/** Norms of values by name, in float64. */
function plainNorms(values: ReadonlyMap<string, ArrayLike<number>>, depth: number) {
  const squares = new Float64Array(depth + 1);
  for (const [name, data] of values) {
    const group = layerOf(name) ?? depth;
    for (let i = 0; i < data.length; i++) squares[group] = (squares[group] ?? 0) + (data[i] ?? NaN) ** 2;
  }
  return [...squares].map(Math.sqrt);
}

function gradientsOf(t: Trainee, parts: ReturnType<typeof part>[]): Map<string, Float32Array> {
  const { reading, gradient } = meanOfParts(parts, (one) => lossAndGradient(t, 'ce', one));
  const flat = gradient.dataSync<'float32'>();
  tf.dispose([reading, gradient]);
  const { names, offsets, sizes } = t.layout;
  return new Map(names.map((name, i) => [name, flat.slice(offsets[i] ?? 0, (offsets[i] ?? 0) + (sizes[i] ?? 0))]));
}

const RUNS = METHOD_NAMES.flatMap((method) => [
  { method, ...EVERY_METHOD[method], optimiser: 'adam' as const },
  { method, ...EVERY_METHOD[method], layers: [1], optimiser: 'adamw' as const },
]);

describe.each(RUNS)('a step of $method with $optimiser', (run) => {
  it('tells the gradient and the change of every layer and of the rest, as plain sums give them', () => {
    const t = traineeOf(run);
    // Micro-batches of two and one clip: the gradient is that of the whole batch.
    const parts = [part(2, 31), part(1, 32)];
    for (let s = 0; s < 2; s++) {
      const before = copies(t);
      const gradient = plainNorms(gradientsOf(t, parts), TINY.depth);
      const norms = stepOf(t, OPTIMISERS[run.optimiser], parts);
      const after = copies(t);
      const change = [...after].map(
        ([name, now]) => [name, now.map((value, i) => value - (before.get(name)?.[i] ?? NaN))] as const,
      );
      const update = plainNorms(new Map(change), TINY.depth);
      expect([...norms.gradient, norms.outside.gradient]).toBeAllClose(gradient);
      expect([...norms.update, norms.outside.update]).toBeAllClose(update);
      expect(norms.gradient).toHaveLength(TINY.depth);
      expect(norms.outside.update).toBeGreaterThan(0);
      if (run.method === 'loaa') {
        const trained = run.layers ?? [...norms.update.keys()];
        norms.update.forEach((size, layer) => expect(size > 0).toBe(trained.includes(layer)));
      }
    }
    t.dispose();
  });
});

describe('the norms of a step', () => {
  it('have no decay in the gradient, and all of it in the change', () => {
    const t = traineeOf({ method: 'linear-probe' });
    const batch = [part(B, 41)];
    const gradient = plainNorms(gradientsOf(t, batch), TINY.depth).at(-1);
    const decaying = { ...OPTIMISERS.adamw, weightDecay: 50 };
    const theta = plainNorms(copies(t), TINY.depth).at(-1) ?? NaN;
    const { outside } = stepOf(t, decaying, batch);
    expect(outside.gradient / (gradient ?? NaN)).toBeCloseTo(1, 5);
    // Half of theta decays away; Adam's first step moves each value by no more than the rate.
    expect(Math.abs(outside.update - 0.5 * theta)).toBeLessThan(RATE * Math.sqrt(t.layout.total));
    t.dispose();
  });

  it('hold no tensor', () => {
    const t = traineeOf({});
    const batch = [part(B, 42)];
    stepOf(t, OPTIMISERS.adam, batch);
    const before = held();
    stepOf(t, OPTIMISERS.adam, batch);
    expect(held()).toEqual(before);
    t.dispose();
  });

  it('are right of millions of small values, of layers in several pieces, and of layers with none', () => {
    const sizes = { 'patch.bias': 3, 'blocks.2.a': 5000, 'blocks.0.a': 4_000_001, 'blocks.2.b': 7, head: 2048 };
    const layout = flatLayout(new Map(Object.entries(sizes).map(([name, size]) => [name, tf.zeros([size])])));
    const plan = normPlan(layout, 4);
    const P = layout.total;
    const gradient = tf.fill([P], 1e-3) as tf.Tensor1D;
    const before = { packed: tf.zeros<tf.Rank.R2>([3, P]), step: 0 };
    const after = { packed: tf.fill([3, P], -2) as tf.Tensor2D, step: 1 };
    const reading = tf.tensor1d([9, 8]);
    const half = withNorms(reading, { values: gradient }, plan);
    const out = withNorms(half, { values: after.packed, before: before.packed }, plan);
    const values = out.dataSync();
    expect([...values.slice(0, 2)]).toEqual([9, 8]);
    const norms = normsOf(values.slice(2));
    const expected = [4_000_001, 0, 5007, 0].map(Math.sqrt);
    expect(norms.gradient).toBeAllClose(expected.map((root) => 1e-3 * root));
    expect(norms.update).toBeAllClose(expected.map((root) => 2 * root));
    expect(norms.outside.gradient).toBeCloseTo(1e-3 * Math.sqrt(2051), 8);
    const bounds = [...plan.bounds.dataSync()];
    const chunks = plan.chunks.arraySync();
    const perGroup = bounds
      .slice(1)
      .map((end, g) => chunks.slice(bounds[g], end).reduce((sum, [, size = 0]) => sum + size, 0));
    expect(perGroup).toEqual([4_000_001, 0, 5007, 0, 2051]);
    tf.dispose([gradient, before.packed, after.packed, reading, half, out]);
    plan.dispose();
  });
});
