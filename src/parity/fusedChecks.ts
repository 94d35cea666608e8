import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../core/random';
import { halfOf } from '../fused/halves';
import { isLargeMatrix } from '../fused/sizes';
import { measureTuning } from '../fused/trial';
import { variantsOn } from '../fused/tuning';
import { FUSED_CHOICES, FUSED_VECTORS, fusedBytes, weightBytes, type FusedChoice } from '../fused/memory';
import { backboneWeights, initialTrained } from '../model/build';
import { forward } from '../model/ast';
import type { MethodOptions } from '../model/settings';
import { MEL_BINS } from '../model/shape';
import { tidyKeeping } from '../ops/tidyKeeping';
import { deviceTraits } from '../ops/webgpu/traits';
import { DEFAULT_CONFIG, type RunConfig } from '../training/config';
import { unflatten } from '../training/flat';
import { fusedSizes } from '../training/memoryEstimate';
import { KEEP_ALL } from '../training/passage';
import { runSizes } from '../training/runSizes';
import { currentModel, lossAndGradient, type Trainee } from '../training/step';
import { checkGrid, createTrainee } from '../training/trainee';
import { DTYPES } from '../weights/dtypes';
import type { Backbone, Weight } from '../weights/types';
import { seededBackbone, type SeededSize } from './seededBackbone';
import { relativeError, type CheckResult } from './types';

interface Examples {
  readonly x: tf.Tensor3D;
  readonly targets: tf.Tensor2D;
}

interface Case {
  readonly title: string;
  readonly size: SeededSize;
  readonly B: number;
  readonly frames: number;
  readonly classes: number;
  readonly loss: 'ce' | 'bce';
  readonly run: Partial<MethodOptions> & Partial<Pick<RunConfig, 'method'>>;
}

const WIDE: SeededSize = { dim: 64, depth: 2, heads: 2, mlpDim: 132, patch: 16, side: 3, prefix: 2 };

/** Sizes that no tile, workgroup or vec4 divides, one clip, one patch, one class token, and every kernel. */
const CASES: readonly Case[] = [
  {
    title: 'width 12, one clip, kernels of 5 and 7',
    size: { dim: 12, depth: 2, heads: 3, mlpDim: 20, patch: 16, side: 2, prefix: 2 },
    B: 1,
    frames: 48,
    classes: 3,
    loss: 'ce',
    run: {
      adapters: {
        attn: { kernel: 'time', bottleneck: 5, size: 5 },
        ffn: { kernel: 'frequency', bottleneck: 3, size: 7 },
      },
    },
  },
  {
    title: 'one patch, one channel',
    size: { dim: 8, depth: 1, heads: 1, mlpDim: 12, patch: 128, side: 1, prefix: 2 },
    B: 3,
    frames: 128,
    classes: 2,
    loss: 'bce',
    run: { adapters: { attn: { kernel: 'linear', bottleneck: 1 }, ffn: { kernel: 'square', bottleneck: 1 } } },
  },
  {
    title: 'width 64, 148 rows',
    size: WIDE,
    B: 2,
    frames: 144,
    classes: 7,
    loss: 'ce',
    run: { adapters: { attn: { kernel: 'square', bottleneck: 6 }, ffn: { kernel: 'linear', bottleneck: 9 } } },
  },
  {
    title: 'the middle layer of three alone, beside attention, a class token alone',
    size: { ...WIDE, depth: 3, prefix: 1 },
    B: 3,
    frames: 32,
    classes: 4,
    loss: 'bce',
    run: { adapters: { attn: { kernel: 'frequency', bottleneck: 4 }, ffn: null }, layers: [1] },
  },
  {
    title: 'beside the FFN',
    size: { ...WIDE, dim: 32, mlpDim: 64 },
    B: 2,
    frames: 64,
    classes: 4,
    loss: 'ce',
    run: { adapters: { attn: null, ffn: { kernel: 'time', bottleneck: 4 } } },
  },
  { title: 'linear probe', size: WIDE, B: 2, frames: 32, classes: 5, loss: 'ce', run: { method: 'linear-probe' } },
];

const SEED = 11;
/** Both sides sum in float32, in orders of their own. */
const BOUND = 1e-4;

/**
 * Whole passes against tfjs' tape on the same backend, however they use memory; with 16-bit weights against the tape with
 * weights rounded so. Nothing where the backend has no whole passes.
 */
export async function* fusedChecks(): AsyncGenerator<CheckResult> {
  if (deviceTraits() && tf.getBackend() === 'webgpu') yield await trialCheck();
  for (const one of CASES) {
    const backbone = await seededBackbone(SEED, one.size);
    for (const choice of FUSED_CHOICES) yield* compare(one, choice.halves ? rounded(backbone) : backbone, choice);
  }
}

/** The trial must come to an end, with one of the ways that there are. */
async function trialCheck(): Promise<CheckResult> {
  const backend = tf.backend() as WebGPUBackend;
  const tuning = await measureTuning(backend);
  const { features } = backend.device;
  const isKnown =
    variantsOn(features, 'product').includes(tuning.product) &&
    variantsOn(features, 'sharing').includes(tuning.sharing);
  const note = Object.entries(tuning)
    .map(([part, way]) => `${part} ${way}`)
    .join(', ');
  return { name: 'whole passes: the trial of kernels', error: isKnown ? 0 : 1, bound: 0, note };
}

async function* compare(one: Case, backbone: Backbone, choice: FusedChoice): AsyncGenerator<CheckResult> {
  const { title, frames, B, classes, loss } = one;
  const config: RunConfig = {
    ...DEFAULT_CONFIG,
    ...one.run,
    frames,
    stride: [one.size.patch, one.size.patch],
    batch: B,
  };
  const t = createTrainee(backbone, config, classes, stirred(backbone, config, classes), {
    segment: choice.kept === 'all' ? KEEP_ALL : 1,
    halves: choice.halves,
  });
  if (!t.fused) return t.dispose();
  const examples = examplesOf(one);
  const own = await readingsOf(t, loss, examples);
  const again = await readingsOf(t, loss, examples);
  const logits = tf.tidy(() => forward(currentModel(t), examples.x));
  const tape = await readingsOf({ ...t, trained: t.trained, fused: null }, loss, examples);
  const name = `whole passes, ${title}, ${choice.kept} kept${choice.halves ? ', 16 bits' : ''}`;
  const gradient = Math.max(...tape.gradients.map((g, i) => relativeError(own.gradients[i] ?? [], g)));
  yield { name: `${name}: gradients`, error: gradient, bound: BOUND, note: 'relative, per tensor' };
  const reading = Math.max(
    Math.abs(own.loss - tape.loss),
    relativeError(own.logits, tape.logits),
    relativeError(await logits.data(), tape.logits),
  );
  yield { name: `${name}: loss and logits`, error: reading, bound: BOUND, note: 'also of the forward pass alone' };
  const moved = own.gradients.some((g, i) => g.some((value, j) => !Object.is(value, again.gradients[i]?.[j])));
  yield { name: `${name}: twice the same`, error: moved ? 1 : 0, bound: 0, note: 'bit by bit' };
  const sizes = fusedSizes(runSizes(config, backbone.config, classes), B);
  const counted = fusedBytes(sizes, choice) - weightBytes(sizes, choice) - 4 * FUSED_VECTORS * sizes.trained;
  yield {
    name: `${name}: memory`,
    error: Math.abs(t.fused.bytes() - counted) / counted,
    bound: 0.05,
    note: `${t.fused.bytes()} bytes held, ${counted} foretold`,
  };
  tf.dispose([examples.x, examples.targets, logits]);
  t.dispose();
}

async function readingsOf(t: Trainee, loss: Case['loss'], examples: Examples) {
  const pass = lossAndGradient(t, loss, examples);
  const parts = tidyKeeping(() => {
    const views = [...unflatten(pass.gradient, t.layout).values()];
    return { result: views, kept: views };
  });
  const gradients: Float32Array[] = [];
  for (const part of parts) gradients.push(Float32Array.from(await part.data()));
  const [mean = NaN, ...logits] = await pass.reading.data();
  tf.dispose([pass.reading, pass.gradient, ...parts]);
  return { loss: mean, logits: logits.slice(0, examples.targets.size), gradients };
}

function examplesOf({ B, frames, classes }: Case): Examples {
  const random = new Random(SEED);
  const x = Float32Array.from({ length: B * frames * MEL_BINS }, () => random.normal());
  const y = Float32Array.from({ length: B * classes }, () => random.uniform());
  return { x: tf.tensor3d(x, [B, frames, MEL_BINS]), targets: tf.tensor2d(y, [B, classes]) };
}

/** What a run would start from, shaken so that no tensor is zero. */
function stirred(backbone: Backbone, config: RunConfig, classes: number) {
  const random = new Random(SEED + 1);
  const weights = backboneWeights(backbone, checkGrid(backbone, config));
  const start = initialTrained(config, weights, { ...backbone.config, classes }, config.seed);
  const shaken = (data: Float32Array) => data.map((value) => value + 0.2 * random.normal());
  return new Map([...start].map(([name, { shape, data }]) => [name, { shape, data: shaken(data) }] as const));
}

/** The backbone with its large matrices as 16 bits hold them. */
function rounded(backbone: Backbone): Backbone {
  const halved = (weight: Weight): Weight => {
    const data = DTYPES.F16.widen(Uint16Array.from(weight.data, halfOf).buffer);
    return data ? { shape: weight.shape, data } : weight;
  };
  const weights = [...backbone.weights].map(
    ([name, weight]) => [name, isLargeMatrix(name) ? halved(weight) : weight] as const,
  );
  return { ...backbone, weights: new Map(weights) };
}
