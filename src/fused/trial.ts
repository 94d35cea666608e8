import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../core/random';
import { layerNormKernel } from '../ops/webgpu/layerNormKernels';
import { submitted } from '../ops/webgpu/queue';
import { deviceTraits } from '../ops/webgpu/traits';
import { createGpu, type Gpu, type Tuning } from './gpu';
import { packHalves } from './halves';
import { PLAIN_PRODUCT } from './kernels/product';
import { narrowKernel } from './kernels/taps';
import { setTuning, SOFTWARE, variantsOn } from './tuning';

/** Sizes of the trial: those of a small model's step, long enough to be measured and short enough not to be noticed. */
const [B, TOKENS, DIM, WIDE, R] = [8, 66, 128, 512, 8];
const ROWS = B * TOKENS;
const REPEATS = 4;

/** What the kernels of the trial read: values that show a mistake. The caller frees them. */
interface Material {
  /** [ROWS, DIM] */
  readonly x: tf.Tensor;
  /** [WIDE, DIM], and the same in 16 bits. */
  readonly weight: tf.Tensor;
  readonly halves: tf.Tensor;
  /** Every token its own neighbour. */
  readonly table: tf.Tensor;
}

function material(): Material {
  const random = new Random(5);
  const normals = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  const weight = normals(WIDE * DIM);
  return {
    x: tf.keep(tf.tensor1d(normals(ROWS * DIM))),
    weight: tf.keep(tf.tensor1d(weight)),
    halves: tf.keep(tf.tensor1d(packHalves(weight), 'int32')),
    table: tf.keep(tf.range(0, TOKENS, 1, 'int32')),
  };
}

const product = (gpu: Gpu, A: tf.Tensor, B: tf.Tensor, halves: boolean): tf.TensorInfo => {
  const out = gpu.slot('wide', ROWS * WIDE);
  gpu.product({ ...PLAIN_PRODUCT, M: ROWS, N: WIDE, K: DIM, transposeB: true, halves }, { A, B }, out);
  return out;
};

/** What each part of a tuning is measured by. */
const TRIALS: Readonly<Record<keyof Tuning, (gpu: Gpu, material: Material) => tf.TensorInfo>> = {
  product: (gpu, { x, weight }) => product(gpu, x, weight, false),
  halves: (gpu, { x, halves }) => product(gpu, x, halves, true),
  sharing(gpu, { x, weight }) {
    const out = gpu.slot('normed', ROWS * DIM);
    gpu.run(layerNormKernel({ shape: [ROWS, DIM], eps: 1e-6, sharing: gpu.tuning.sharing }), [x, weight, weight], out);
    return out;
  },
  rowsAtOnce(gpu, { x, table, weight }) {
    const sizes = { B, tokens: TOKENS, taps: 1, r: R, dim: DIM, offset: 0 };
    const out = gpu.slot('z', 2 * ROWS * R);
    gpu.run(narrowKernel(sizes, true, gpu.tuning.rowsAtOnce), [x, table, weight], out);
    return out;
  },
};

/**
 * The fastest of the ways for each part of a tuning, by a few runs of each on this device: milliseconds on a GPU, seconds on
 * the processor. Ways that the device refuses, or that give other numbers than the first one, lose.
 */
export async function measureTuning(backend: WebGPUBackend): Promise<Tuning> {
  const given = material();
  const fastest = async <K extends keyof Tuning>(part: K): Promise<Tuning[K]> => {
    let best: { readonly way: Tuning[K]; readonly ms: number } | null = null;
    let expected: Float32Array | null = null;
    const ways = variantsOn(backend.device.features, part);
    for (const way of ways) {
      if (ways.length === 1) return way;
      const { ms, values } = await tried(backend, { ...SOFTWARE, [part]: way }, part, given);
      expected ??= values;
      const time = isAlike(values, expected) ? ms : Infinity;
      if (!best || time < best.ms) best = { way, ms: time };
    }
    return best?.way ?? SOFTWARE[part];
  };
  const tuning = {
    product: await fastest('product'),
    halves: await fastest('halves'),
    sharing: await fastest('sharing'),
    rowsAtOnce: await fastest('rowsAtOnce'),
  };
  tf.dispose(Object.values(given) as tf.Tensor[]);
  return tuning;
}

/** Rounding differs from way to way, and no more. */
function isAlike(values: Float32Array, expected: Float32Array): boolean {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return values.every((value, i) => Math.abs(value - (expected[i] ?? NaN)) <= 1e-3 * largest);
}

/** Milliseconds of the repeats, after one run that compiles and whose values are given; infinite where the device refuses. */
async function tried(backend: WebGPUBackend, tuning: Tuning, part: keyof Tuning, given: Material) {
  const gpu = createGpu(backend, tuning);
  const { device } = backend;
  device.pushErrorScope('validation');
  const out = TRIALS[part](gpu, given);
  await submitted(backend);
  const started = performance.now();
  for (let i = 0; i < REPEATS; i++) TRIALS[part](gpu, given);
  await submitted(backend);
  const ms = performance.now() - started;
  const error = await device.popErrorScope();
  const values = await sampleOf(backend, out);
  gpu.dispose();
  return { ms: error ? Infinity : ms, values };
}

/** Values that are compared: the last ones, where a mistake at an edge would show. */
const SAMPLE = 2048;

async function sampleOf(backend: WebGPUBackend, x: tf.TensorInfo): Promise<Float32Array> {
  const size = tf.util.sizeFromShape(x.shape);
  const count = Math.min(SAMPLE, size);
  const attrs = { begin: [size - count], size: [count] };
  const slice = tf.getKernel(tf.Slice, 'webgpu').kernelFunc({ inputs: { x }, backend, attrs }) as tf.TensorInfo;
  const values = Float32Array.from((await backend.read(slice.dataId)) as Float32Array);
  backend.disposeData(slice.dataId);
  return values;
}

const STORE = 'loaa-tuning';
/** Part of the key: other kernels, other trial. */
const VERSION = 2;

/** Shapes the kernels of the running backend for its adapter: as the last trial on it found best, or a new one. */
export async function tuneKernels(): Promise<void> {
  const backend = tf.backend() as WebGPUBackend;
  setTuning(backend, await tuningOfAdapter(backend));
}

/** From the last trial on such an adapter, or from a new one that is then remembered. */
async function tuningOfAdapter(backend: WebGPUBackend): Promise<Tuning> {
  const key = `https://tuning.invalid/${VERSION}/${encodeURIComponent(deviceTraits()?.adapter ?? '')}`;
  const store = await globalThis.caches?.open(STORE).catch(() => null);
  const known = await store?.match(key).then(
    (response) => response?.json(),
    () => null,
  );
  if (isTuning(known, backend.device.features)) return known;
  const tuning = await measureTuning(backend);
  await store?.put(key, new Response(JSON.stringify(tuning))).catch(() => undefined);
  return tuning;
}

/** Whether a value that was stored names ways that this device has; a browser may have lost a feature since. */
function isTuning(value: unknown, features: ReadonlySet<string>): value is Tuning {
  if (typeof value !== 'object' || value === null) return false;
  const found = value as Partial<Record<keyof Tuning, unknown>>;
  return (Object.keys(SOFTWARE) as (keyof Tuning)[]).every((part) =>
    (variantsOn(features, part) as readonly unknown[]).includes(found[part]),
  );
}
