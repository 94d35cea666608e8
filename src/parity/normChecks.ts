import * as tf from '@tensorflow/tfjs-core';
import { layerOf } from '../model/parameters';
import type { MethodOptions } from '../model/settings';
import { MEL_BINS } from '../model/shape';
import { Random } from '../core/random';
import { thetaOf } from '../training/adam';
import { DEFAULT_CONFIG, type RunConfig } from '../training/config';
import { OPTIMISERS } from '../training/optimisers';
import type { Part, Pass } from '../training/microBatches';
import { lossAndGradient, trainStep, type Trainee } from '../training/step';
import { normsSize, withNormsComposed } from '../training/stepNorms';
import { createTrainee } from '../training/trainee';
import { seededBackbone, type SeededSize } from './seededBackbone';
import { relativeError, type CheckResult } from './types';

const SEED = 17;
const [B, C, FRAMES] = [2, 5, 64];
const STEPS = 2;
const RATE = 1e-2;
const BOUND = 1e-5;

/**
 * Layers of more than one chunk and of no whole one; a layer that trains nothing; layers of three chunks and nothing over (6144 =
 * 3 x 2048); all of a model, in no order of layers.
 */
const SIZE: SeededSize = { dim: 64, depth: 3, heads: 2, mlpDim: 132, patch: 16, side: 3, prefix: 2 };
const RUNS: readonly (Partial<MethodOptions> & Pick<RunConfig, 'method'> & { readonly title: string })[] = [
  {
    title: 'loaa',
    method: 'loaa',
    adapters: { attn: { kernel: 'square', bottleneck: 6 }, ffn: { kernel: 'time', bottleneck: 3 } },
    layers: [0, 2],
  },
  {
    title: 'loaa of whole chunks',
    method: 'loaa',
    adapters: { attn: { kernel: 'time', bottleneck: 8 }, ffn: { kernel: 'frequency', bottleneck: 8 } },
  },
  { title: 'full', method: 'full' },
];

/** Norms of steps, by whole passes and by the tape, against plain sums over the gradient and over what changed. */
export async function* normChecks(): AsyncGenerator<CheckResult> {
  const backbone = await seededBackbone(SEED, SIZE);
  for (const { title, ...run } of RUNS) {
    const config: RunConfig = { ...DEFAULT_CONFIG, ...run, frames: FRAMES, stride: [16, 16], batch: B };
    for (const way of ['whole passes', 'tape'] as const) {
      const t = createTrainee(backbone, config, C, null);
      if (way === 'tape' || t.fused) {
        const own = way === 'tape' ? { ...t, trained: t.trained, fused: null } : t;
        const errors = await largestErrors(own);
        for (const [norms, error] of Object.entries(errors))
          yield { name: `${norms} of a step, ${title}, ${way}`, error, bound: BOUND, note: 'relative' };
        const moved = await movedByNaN(own);
        yield { name: `a step that is not finite, ${title}, ${way}`, error: moved, bound: 0, note: 'moves nothing' };
      }
      t.dispose();
    }
  }
}

const soundsOf = (value: () => number): Part => ({
  x: tf.tensor3d(Float32Array.from({ length: B * FRAMES * MEL_BINS }, value), [B, FRAMES, MEL_BINS]),
  targets: tf.tensor2d(
    Float32Array.from({ length: B * C }, (_, i) => (i % (C + 1) === 0 ? 1 : 0)),
    [B, C],
  ),
});

function randomSounds(): Part {
  const random = new Random(SEED);
  return soundsOf(() => random.normal());
}

/** How far parameters are moved by a step on sounds that are no numbers, and by a sound one after it. */
async function movedByNaN(t: Trainee): Promise<number> {
  const before = await thetaValues(t);
  for (const part of [soundsOf(() => NaN), randomSounds()]) {
    trainStep(t, 'ce', OPTIMISERS.adam, RATE, [part]).dispose();
    tf.dispose([part.x, part.targets]);
  }
  const after = await thetaValues(t);
  return after.reduce((most, value, i) => Math.max(most, Math.abs(value - (before[i] ?? NaN))), 0);
}

/** Of the norms as training has them, and of the composition from plain operations. */
async function largestErrors(t: Trainee): Promise<{ norms: number; 'composed norms': number }> {
  const part = randomSounds();
  const errors = { norms: 0, 'composed norms': 0 };
  for (let step = 0; step < STEPS; step++) {
    const pass = lossAndGradient(t, 'ce', part);
    const gradient = await pass.gradient.data();
    const before = await thetaValues(t);
    const reading = trainStep(t, 'ce', OPTIMISERS.adam, RATE, [part]);
    const after = await thetaValues(t);
    const norms = (await reading.data()).slice(-normsSize(t.norms));
    const composed = composedNorms(t, pass, before, after);
    const change = after.map((value, i) => value - (before[i] ?? NaN));
    const expected = [...plainNorms(t, gradient), ...plainNorms(t, change)];
    errors.norms = Math.max(errors.norms, relativeError(norms, expected));
    const composedError = relativeError((await composed.data()).slice(-normsSize(t.norms)), expected);
    errors['composed norms'] = Math.max(errors['composed norms'], composedError);
    tf.dispose([pass.reading, pass.gradient, reading, composed]);
  }
  tf.dispose([part.x, part.targets]);
  return errors;
}

function composedNorms(
  t: Trainee,
  { reading, gradient }: Pass,
  before: Float64Array,
  after: Float64Array,
): tf.Tensor1D {
  const [old, changed] = [before, after].map((theta) => tf.tensor2d(Float32Array.from(theta), [1, theta.length]));
  const ofGradient = withNormsComposed(reading, { values: gradient }, t.norms);
  const norms = withNormsComposed(ofGradient, { values: changed as tf.Tensor2D, before: old as tf.Tensor2D }, t.norms);
  tf.dispose([old, changed, ofGradient].filter((tensor) => tensor !== undefined));
  return norms;
}

async function thetaValues({ state }: Trainee): Promise<Float64Array> {
  const theta = thetaOf(state);
  const values = Float64Array.from(await theta.data());
  theta.dispose();
  return values;
}

/** Parameter by parameter, in float64: of every layer, and of the rest. */
function plainNorms({ layout, shape }: Trainee, values: ArrayLike<number>): number[] {
  const squares = new Array<number>(shape.depth + 1).fill(0);
  layout.names.forEach((name, i) => {
    const group = layerOf(name) ?? shape.depth;
    const [start, size] = [layout.offsets[i] ?? 0, layout.sizes[i] ?? 0];
    for (let j = start; j < start + size; j++) squares[group] = (squares[group] ?? 0) + (values[j] ?? NaN) ** 2;
  });
  return squares.map(Math.sqrt);
}
