import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { held } from '../../tests/numeric/leaks';
import { normals } from '../../tests/numeric/random';
import '../../tests/numeric/toBeAllClose';
import { disposeState, initialState, optimiserStep, thetaOf, type Witness } from './adam';
import { flatLayout, flatten, unflatten } from './flat';
import { OPTIMISERS, type Optimiser } from './optimisers';

let SOUND: Witness;
beforeAll(async () => {
  await startCpu();
  SOUND = witness(0.5, [1, 2]);
});

/** A reading of a loss, three logits, and gradient norms. */
function witness(loss: number, norms: readonly number[]): Witness {
  return { reading: tf.keep(tf.tensor1d([loss, NaN, 0, -Infinity, ...norms])), norms: norms.length };
}

/** torch.optim.Adam and AdamW of one parameter, as PyTorch's documentation writes their algorithms, in float64. */
function documented(o: Optimiser, start: number, gradients: readonly number[], rate: number): number {
  let [theta, m, v] = [start, 0, 0];
  gradients.forEach((given, i) => {
    const t = i + 1;
    if (o.decoupled) theta -= rate * o.weightDecay * theta;
    const g = o.decoupled ? given : given + o.weightDecay * theta;
    m = o.beta1 * m + (1 - o.beta1) * g;
    v = o.beta2 * v + (1 - o.beta2) * g * g;
    const [unbiasedM, unbiasedV] = [m / (1 - o.beta1 ** t), v / (1 - o.beta2 ** t)];
    theta -= (rate * unbiasedM) / (Math.sqrt(unbiasedV) + o.epsilon);
  });
  return theta;
}

describe('the optimisers', () => {
  it("are AST's Adam and PyTorch's AdamW", () => {
    expect(OPTIMISERS.adam).toMatchObject({
      beta1: 0.95,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 5e-7,
      decoupled: false,
    });
    expect(OPTIMISERS.adamw).toMatchObject({
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0.01,
      decoupled: true,
    });
  });

  it.each([
    ['adam', OPTIMISERS.adam],
    ['adamw', OPTIMISERS.adamw],
    ['adam with a large decay', { ...OPTIMISERS.adam, weightDecay: 0.3 }],
    ['adamw with a large decay', { ...OPTIMISERS.adamw, weightDecay: 0.5 }],
  ])('step as documented: %s', (_, optimiser) => {
    const size = 7;
    const start = normals(size, 81);
    const steps = Array.from({ length: 12 }, (_, s) => normals(size, 82 + s, 10 ** ((s % 4) - 2)));
    let state = initialState([tf.tensor1d(start)]);
    for (const gradient of steps) state = optimiserStep(optimiser, state, tf.tensor1d(gradient), 0.05, SOUND);
    expect(state.step).toBe(12);
    const expected = [...start].map((value, i) =>
      documented(
        optimiser,
        value,
        steps.map((g) => g[i] ?? NaN),
        0.05,
      ),
    );
    expect(thetaOf(state)).toBeAllClose(expected, { absolute: 2e-6, relative: 1e-5 });
  });

  it('move by the rate in the first step, whatever the size of the gradient', () => {
    const gradient = tf.tensor1d([1e-3, -5, 1e4]);
    const optimiser = { ...OPTIMISERS.adam, weightDecay: 0 };
    const state = optimiserStep(optimiser, initialState([tf.zeros([3])]), gradient, 0.1, SOUND);
    expect(thetaOf(state)).toBeAllClose([-0.1, 0.1, -0.1], { absolute: 1e-5 });
  });
});

describe('promise 45: a step that is not finite', () => {
  it.each([
    ['loss', NaN, [1, 1]],
    ['loss', Infinity, [1, 1]],
    ['gradient', 1, [1, NaN]],
    ['gradient', 1, [-Infinity, 1]],
  ])('by its %s, %d and %j, is not taken, nor is any after it', (_, loss, norms) => {
    const gradient = tf.tensor1d([1, 2]);
    const step = (state: ReturnType<typeof initialState>, of: Witness) =>
      optimiserStep(OPTIMISERS.adamw, state, gradient, 0.1, of);
    const first = step(initialState([tf.tensor1d([3, 4])]), SOUND);
    const [...before] = first.packed.dataSync();
    const halted = step(first, witness(loss, norms));
    expect([...halted.packed.dataSync()]).toEqual([...before.slice(0, 4), -1, -1]);
    const later = step(halted, SOUND);
    expect([...later.packed.dataSync()]).toEqual([...halted.packed.dataSync()]);
  });
});

describe('initialState', () => {
  it('copies the parameters and starts with moments of zero', () => {
    const before = held();
    const parameter = tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
    const state = initialState([parameter, tf.scalar(5)]);
    parameter.dispose();
    expect([...state.packed.dataSync()]).toEqual([1, 2, 3, 4, 5, ...new Array<number>(10).fill(0)]);
    expect(state.step).toBe(0);
    disposeState(state);
    expect(held().tensors).toBe(before.tensors + 1);
  });
});

describe('the flat vector', () => {
  it('gives back every parameter in its place', () => {
    const parameters = new Map<string, tf.Tensor>([
      ['a', tf.tensor2d(normals(6, 90), [2, 3])],
      ['b', tf.scalar(7)],
      ['c', tf.tensor4d(normals(8, 91), [2, 1, 2, 2])],
    ]);
    const layout = flatLayout(parameters);
    expect(layout).toMatchObject({ names: ['a', 'b', 'c'], sizes: [6, 1, 8], offsets: [0, 6, 7], total: 15 });
    const back = unflatten(flatten([...parameters.values()]), layout);
    expect([...back.keys()]).toEqual(layout.names);
    for (const [name, tensor] of parameters) {
      expect(back.get(name)?.shape).toEqual(tensor.shape);
      expect([...(back.get(name)?.dataSync() ?? [])]).toEqual([...tensor.dataSync()]);
    }
  });
});
