import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../core/random';
import { forward } from '../model/ast';
import { METHODS, type MethodName } from '../model/methods';
import { MEL_BINS } from '../model/shape';
import type { RunConfig } from '../training/config';
import { thetaOf } from '../training/adam';
import { unflatten } from '../training/flat';
import { OBJECTIVES } from '../training/objectives';
import { OPTIMISERS } from '../training/optimisers';
import { lossAndGradient, modelWith, trainStep, type Trainee } from '../training/step';
import { createTrainee } from '../training/trainee';
import type { Backbone } from '../weights/types';
import { seededBackbone } from './seededBackbone';
import { stirred, toldConfig } from './toldMethods';
import type { CheckResult } from './types';

const [B, T, C] = [2, 64, 3];
const SEED = 5;

/**
 * Every method on a backbone of a few weights made from a seed: slopes of the loss along directions against our gradients,
 * and what two steps of the optimiser change. Needs no files.
 */
export async function* methodChecks(): AsyncGenerator<CheckResult> {
  const backbone = await seededBackbone(SEED);
  const batch = seededBatch();
  for (const method of Object.keys(METHODS) as MethodName[]) {
    const config = toldConfig(method, T);
    yield await slopesCheck(backbone, config, batch);
    yield await movementCheck(backbone, config, batch);
  }
  tf.dispose([batch.x, batch.y]);
}

interface Batch {
  readonly x: tf.Tensor3D;
  readonly y: tf.Tensor2D;
}

function seededBatch(): Batch {
  const random = new Random(SEED);
  const x = Float32Array.from({ length: B * T * MEL_BINS }, () => random.normal());
  const y = Float32Array.from({ length: B * C }, (_, i) => (i % C === Math.floor(i / C) ? 1 : 0));
  return { x: tf.tensor3d(x, [B, T, MEL_BINS]), y: tf.tensor2d(y, [B, C]) };
}

/** Length of the step in every tensor: halved, the errors fall by four (curvature); much smaller, float32 shows. */
const STEP = 5e-3;
const DIRECTIONS = 3;
const SLOPE_BOUND = 1e-3;

/**
 * (L(p + h v) - L(p - h v)) / 2h against v . dL/dp, where v lies in every trained tensor half along its gradient, which
 * gives a slope well above float32's noise, and half at random, with a sign of its own. The error is relative to
 * the sum of the tensors' slopes without their signs.
 */
async function slopesCheck(backbone: Backbone, config: RunConfig, batch: Batch): Promise<CheckResult> {
  const t = createTrainee(backbone, config, C, stirred(backbone, config, C, SEED + 1));
  const pass = lossAndGradient(t, 'ce', { x: batch.x, targets: batch.y });
  const theta = thetaOf(t.state);
  const [gradient, at] = [await pass.gradient.data(), await theta.data()];
  tf.dispose([pass.reading, pass.gradient, theta]);
  const random = new Random(SEED);
  let error = 0;
  for (let n = 0; n < DIRECTIONS; n++) {
    const v = direction(t, gradient, random);
    const moved = (by: number) => Float32Array.from(at, (value, i) => value + by * (v[i] ?? NaN));
    const numeric = ((await lossAt(t, moved(STEP), batch)) - (await lossAt(t, moved(-STEP), batch))) / (2 * STEP);
    const analytic = t.layout.sizes.map((size, k) => slopeOf(v, gradient, t.layout.offsets[k] ?? 0, size));
    const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
    const here = Math.abs(numeric - sum(analytic)) / sum(analytic.map(Math.abs));
    error = Number.isNaN(here) ? Infinity : Math.max(error, here);
  }
  t.dispose();
  return { name: `method ${config.method}: slopes`, error, bound: SLOPE_BOUND, note: `${DIRECTIONS} directions` };
}

/** v . dL/dp over one tensor's entries. */
function slopeOf(v: ArrayLike<number>, gradient: ArrayLike<number>, offset: number, size: number): number {
  let sum = 0;
  for (let i = offset; i < offset + size; i++) sum += (v[i] ?? NaN) * (gradient[i] ?? NaN);
  return sum;
}

function direction({ layout }: Trainee, gradient: ArrayLike<number>, random: Random): Float64Array {
  const v = new Float64Array(layout.total);
  layout.sizes.forEach((size, i) => {
    const offset = layout.offsets[i] ?? 0;
    const along = unit(Float64Array.from({ length: size }, (_, j) => gradient[offset + j] ?? NaN));
    const beside = unit(Float64Array.from({ length: size }, () => random.normal()));
    const sign = random.uniform() < 0.5 ? -1 : 1;
    for (let j = 0; j < size; j++) v[offset + j] = sign * (0.5 * (along[j] ?? NaN) + 0.5 * (beside[j] ?? NaN));
  });
  return v;
}

/** The vector at length one; nothing stays nothing. */
function unit(v: Float64Array): Float64Array {
  const length = Math.sqrt(v.reduce((sum, part) => sum + part * part, 0));
  return length > 0 ? v.map((part) => part / length) : v;
}

async function lossAt(t: Trainee, values: Float32Array, { x, y }: Batch): Promise<number> {
  const loss = tf.tidy(() => {
    const trained = unflatten(tf.tensor1d(values), t.layout);
    return OBJECTIVES.ce(forward(modelWith(t, trained), x), y);
  });
  const [value = NaN] = await loss.data();
  loss.dispose();
  return value;
}

/** Two steps from the method's own start: every trained tensor is another, every frozen one the same, bit by bit. */
async function movementCheck(backbone: Backbone, config: RunConfig, { x, y }: Batch): Promise<CheckResult> {
  const t = createTrainee(backbone, config, C, null);
  const before = { trained: await valuesOf(t.trained), frozen: await valuesOf(t.frozen) };
  for (let step = 0; step < 2; step++) {
    trainStep(t, 'ce', { ...OPTIMISERS.adam, weightDecay: 0 }, 1e-2, [{ x, targets: y }]).dispose();
  }
  const after = { trained: await valuesOf(t.trained), frozen: await valuesOf(t.frozen) };
  const same = (a: Float32Array, b: Float32Array | undefined) => a.every((value, i) => Object.is(value, b?.[i]));
  const still = [...before.trained].filter(([name, values]) => same(values, after.trained.get(name)));
  const moved = [...before.frozen].filter(([name, values]) => !same(values, after.frozen.get(name)));
  t.dispose();
  const faults = [...still.map(([name]) => `${name} stood still`), ...moved.map(([name]) => `${name} moved`)];
  return {
    name: `method ${config.method}: what two steps change`,
    error: faults.length,
    bound: 0,
    note: faults.slice(0, 3).join(', ') || `${before.trained.size} tensors moved, ${before.frozen.size} did not`,
  };
}

async function valuesOf(tensors: ReadonlyMap<string, tf.Tensor>): Promise<Map<string, Float32Array>> {
  const out = new Map<string, Float32Array>();
  for (const [name, tensor] of tensors) out.set(name, Float32Array.from(await tensor.data()));
  return out;
}
