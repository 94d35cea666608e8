import * as tf from '@tensorflow/tfjs-core';
import { layerOf } from '../model/parameters';
import type { MethodOptions } from '../model/settings';
import { MEL_BINS } from '../model/shape';
import { Random } from '../core/random';
import { thetaOf } from '../training/adam';
import { DEFAULT_CONFIG, type RunConfig } from '../training/config';
import type { Part } from '../training/microBatches';
import { OPTIMISERS } from '../training/optimisers';
import { lossAndGradient, trainStep, type Trainee } from '../training/step';
import { normsSize } from '../training/stepNorms';
import { createTrainee, disposeTrainee } from '../training/trainee';
import { seededBackbone, type SeededSize } from './seededBackbone';
import { relativeError, type CheckResult } from './types';

const SEED = 17;
const [B, C, FRAMES] = [2, 5, 64];
const STEPS = 2;
const RATE = 1e-2;
const BOUND = 1e-5;

/** Layers of more than one chunk and of no whole one; a layer that trains nothing; all of a model, in no order of layers. */
const SIZE: SeededSize = { dim: 64, depth: 3, heads: 2, mlpDim: 132, patch: 16, side: 3, prefix: 2 };
const RUNS: readonly (Partial<MethodOptions> & Pick<RunConfig, 'method'>)[] = [
  {
    method: 'loaa',
    adapters: { attn: { kernel: 'square', bottleneck: 6 }, ffn: { kernel: 'time', bottleneck: 3 } },
    layers: [0, 2],
  },
  { method: 'full' },
];

/** Norms of steps, by whole passes and by the tape, against plain sums over the gradient and over what changed. */
export async function* normChecks(): AsyncGenerator<CheckResult> {
  const backbone = await seededBackbone(SEED, SIZE);
  for (const run of RUNS) {
    const config: RunConfig = { ...DEFAULT_CONFIG, ...run, frames: FRAMES, stride: [16, 16], batch: B };
    for (const way of ['whole passes', 'tape'] as const) {
      const t = createTrainee(backbone, config, C, null);
      if (way === 'tape' || t.fused) {
        const own = way === 'tape' ? { ...t, trained: t.trained, fused: null } : t;
        const error = await largestError(own);
        yield { name: `norms of a step, ${run.method}, ${way}`, error, bound: BOUND, note: 'relative' };
        const moved = await movedByNaN(own);
        yield {
          name: `a step that is not finite, ${run.method}, ${way}`,
          error: moved,
          bound: 0,
          note: 'moves nothing',
        };
      }
      disposeTrainee(t);
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

async function largestError(t: Trainee): Promise<number> {
  const part = randomSounds();
  let error = 0;
  for (let step = 0; step < STEPS; step++) {
    const pass = lossAndGradient(t, 'ce', part);
    const gradient = await pass.gradient.data();
    const before = await thetaValues(t);
    const reading = trainStep(t, 'ce', OPTIMISERS.adam, RATE, [part]);
    const after = await thetaValues(t);
    const norms = (await reading.data()).slice(-normsSize(t.norms));
    const change = after.map((value, i) => value - (before[i] ?? NaN));
    const expected = [...plainNorms(t, gradient), ...plainNorms(t, change)];
    error = Math.max(error, relativeError(norms, expected));
    tf.dispose([pass.reading, pass.gradient, reading]);
  }
  tf.dispose([part.x, part.targets]);
  return error;
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
