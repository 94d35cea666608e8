import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { EVERY_METHOD, METHOD_NAMES } from '../../tests/numeric/everyMethod';
import { held } from '../../tests/numeric/leaks';
import { normals } from '../../tests/numeric/random';
import { planOf, stirred, TINY, TINY_RUN, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import { BACKBONE_KINDS } from '../../tests/numeric/backboneKinds';
import { problemFrom } from '../../tests/weights/checkpoints';
import { backboneWeights, initialTrained } from '../model/build';
import { trainableSize } from '../model/methods';
import { forward } from '../model/ast';
import { MEL_BINS } from '../model/shape';
import { crossEntropy } from '../ops/losses';
import type { BackboneConfig } from '../weights/types';
import type { RunConfig } from './config';
import { OPTIMISERS } from './optimisers';
import { unflatten } from './flat';
import { currentModel, lossAndGradient, trainStep, type Trainee } from './step';
import { checkGrid, createTrainee } from './trainee';

beforeAll(startCpu);

/** Of a unit direction; large for float32, small for the loss. */
const STEP = 1e-2;
/** Without decay: what moves, moves by its gradient. */
const ADAM = { ...OPTIMISERS.adam, weightDecay: 0 };

const [B, T, C] = [2, 96, 3];
const x = normals(B * T * MEL_BINS, 7);
const y = [1, 0, 0, 0, 0, 1];

const RUNS: readonly (readonly [string, Partial<RunConfig>])[] = [
  ['adapters', { adapters: planOf('time', 'frequency') }],
  ['square adapters', { adapters: planOf('square', 'square') }],
  ['full', { method: 'full' }],
  ...METHOD_NAMES.filter((method) => method !== 'loaa' && method !== 'full').map(
    (method) => [method, { ...EVERY_METHOD[method], method }] as const,
  ),
];

function traineeOf(
  kind: Partial<BackboneConfig>,
  patch: Partial<RunConfig>,
): {
  trainee: Trainee;
  run: RunConfig;
  config: BackboneConfig;
} {
  const config = { ...TINY, ...kind };
  const run: RunConfig = { ...TINY_RUN, ...patch, frames: T, stride: config.stride };
  const backbone = tinyBackbone(config);
  const weights = backboneWeights(backbone, checkGrid(backbone, run));
  const fresh = initialTrained(run, weights, { ...config, classes: C }, 3);
  // Adapters that do something, so that their gradients tell.
  const adapters = new Map([...fresh].filter(([name]) => !weights.has(name) && !name.startsWith('head')));
  return { trainee: createTrainee(backbone, run, C, new Map([...fresh, ...stirred(adapters, 4)])), run, config };
}

const batch = () => ({ x: tf.tensor3d(x, [B, T, MEL_BINS]), y: tf.tensor2d(y, [B, C]) });
const copies = (tensors: ReadonlyMap<string, tf.Tensor>) =>
  new Map([...tensors].map(([name, tensor]) => [name, [...tensor.dataSync()]]));

describe.each(BACKBONE_KINDS)('training on %s', (_, kind) => {
  it.each(RUNS)('has the gradients of finite differences: %s', (__, patch) => {
    const { trainee } = traineeOf(kind, patch);
    const one = batch();
    const model = currentModel(trainee);
    const lossOf = (name: string, values: Float32Array): number =>
      tf.tidy(() => {
        const moved = tf.tensor(values, model.parameters.get(name)?.shape);
        const parameters = new Map([...model.parameters, [name, moved] as const]);
        return crossEntropy(forward({ ...model, parameters }, one.x), one.y).dataSync()[0] ?? NaN;
      });
    const { gradient } = lossAndGradient(trainee, 'ce', { x: one.x, targets: one.y });
    const gradients = [...unflatten(gradient, trainee.layout).values()];
    trainee.layout.names.forEach((name, k) => {
      const at = trainee.trained.get(name)?.dataSync() ?? new Float32Array();
      const own = gradients[k]?.dataSync() ?? [];
      const raw = normals(at.length, k);
      const length = Math.hypot(...raw);
      const along = (h: number) =>
        lossOf(
          name,
          Float32Array.from(at, (v, i) => v + (h * (raw[i] ?? NaN)) / length),
        );
      const numeric = (along(STEP) - along(-STEP)) / (2 * STEP);
      const analytic = raw.reduce((sum, r, i) => sum + ((own[i] ?? NaN) * r) / length, 0);
      expect(Math.abs(numeric - analytic), name).toBeLessThan(2e-4 + 0.02 * Math.abs(analytic));
    });
    trainee.dispose();
  });

  it.each(RUNS)('moves every trained tensor within two steps and no frozen one: %s', (__, patch) => {
    const before = held();
    const { trainee, run, config } = traineeOf(kind, patch);
    const one = batch();
    const [trained, frozen] = [copies(trainee.trained), copies(trainee.frozen)];
    for (let i = 0; i < 2; i++) {
      trainStep(trainee, 'ce', ADAM, 1e-2, [{ x: one.x, targets: one.y }]).dispose();
    }
    for (const [name, values] of copies(trainee.trained)) expect(values, name).not.toEqual(trained.get(name));
    expect(copies(trainee.frozen)).toEqual(frozen);
    const size = { ...config, tokens: trainee.shape.tokens, classes: C };
    expect(trainee.layout.total).toBe(trainableSize(run, size));
    expect(trainee.frozen.has('fixed_pos') || run.method !== 'full' || config.positions === 'learned').toBe(true);
    trainee.dispose();
    tf.dispose([one.x, one.y]);
    expect(held()).toEqual(before);
  });
});

describe('checkGrid', () => {
  const frames = tinyBackbone({ ...TINY, patch: [128, 2], stride: [128, 2] });
  const gridOf = (stride: readonly [number, number], T: number) =>
    checkGrid(frames, { ...TINY_RUN, frames: T, stride });

  it('knows patches that are no squares', () => {
    expect(gridOf([128, 2], 100)).toEqual([1, 50]);
    expect(gridOf([128, 1], 100)).toEqual([1, 99]);
    expect(gridOf([200, 2], 2)).toEqual([1, 1]);
  });

  it('refuses strides that leave sound unseen, and clips shorter than a patch', async () => {
    const gaps = await problemFrom(() => gridOf([16, 16], 100));
    expect(gaps).toMatchObject({ code: 'model.gaps', cure: 'Use a stride of at most 128 x 2 (mel bins x frames).' });
    expect((await problemFrom(() => gridOf([128, 2], 1))).cause).toContain('128 x 2 patch');
  });
});
