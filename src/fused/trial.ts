import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { layerNormKernel } from '../ops/webgpu/layerNormKernels';
import { deviceTraits } from '../ops/webgpu/traits';
import { submitted } from '../ops/webgpu/queue';
import { createGpu, type Gpu, type Tuning } from './gpu';
import { PLAIN_PRODUCT } from './kernels/product';
import { narrowKernel } from './kernels/taps';
import { HARDWARE, setTuning, SOFTWARE } from './tuning';

/** Sizes of the trial: those of a small model's step, long enough to be measured and short enough not to be noticed. */
const [B, TOKENS, DIM, WIDE, R] = [8, 66, 128, 512, 8];
const ROWS = B * TOKENS;
const REPEATS = 4;

/** What each part of a tuning is measured by. */
const TRIALS: Readonly<Record<keyof Tuning, (gpu: Gpu) => void>> = {
  product(gpu) {
    const product = { ...PLAIN_PRODUCT, M: ROWS, N: WIDE, K: DIM, transposeB: true };
    const inputs = { A: gpu.slot('narrow', ROWS * DIM), B: gpu.slot('weight', WIDE * DIM) };
    gpu.product(product, inputs, gpu.slot('wide', ROWS * WIDE));
  },
  lanes(gpu) {
    const [x, g] = [gpu.slot('narrow', ROWS * DIM), gpu.slot('weight', DIM)];
    const kernel = layerNormKernel({ shape: [ROWS, DIM], eps: 1e-6, lanes: gpu.tuning.lanes });
    gpu.run(kernel, [x, g, g], gpu.slot('normed', ROWS * DIM));
  },
  rowsAtOnce(gpu) {
    const sizes = { B, tokens: TOKENS, taps: 1, r: R, dim: DIM, offset: 0 };
    const kernel = narrowKernel(sizes, true, gpu.tuning.rowsAtOnce);
    const inputs = [gpu.slot('narrow', ROWS * DIM), gpu.slot('table', TOKENS), gpu.slot('weight', WIDE * DIM)];
    gpu.run(kernel, inputs, gpu.slot('z', 2 * ROWS * R));
  },
};

/**
 * The faster of the two ways for each part of a tuning, by a few runs of each on this device: milliseconds on a GPU, most of
 * a second on the processor. Ways that the device refuses lose.
 */
export async function measureTuning(backend: WebGPUBackend): Promise<Tuning> {
  const faster = async <K extends keyof Tuning>(part: K): Promise<Pick<Tuning, K>> => {
    const [software, hardware] = [await timeOf(backend, SOFTWARE, part), await timeOf(backend, HARDWARE, part)];
    return software < hardware ? SOFTWARE : HARDWARE;
  };
  return {
    product: (await faster('product')).product,
    lanes: (await faster('lanes')).lanes,
    rowsAtOnce: (await faster('rowsAtOnce')).rowsAtOnce,
  };
}

/** Milliseconds of the repeats, after one run that compiles; infinite where the device reports an error. */
async function timeOf(backend: WebGPUBackend, tuning: Tuning, part: keyof Tuning): Promise<number> {
  const gpu = createGpu(backend, tuning);
  const { device } = backend;
  device.pushErrorScope('validation');
  TRIALS[part](gpu);
  await submitted(backend);
  const started = performance.now();
  for (let i = 0; i < REPEATS; i++) TRIALS[part](gpu);
  await submitted(backend);
  const ms = performance.now() - started;
  const error = await device.popErrorScope();
  gpu.dispose();
  return error ? Infinity : ms;
}

const STORE = 'loaa-tuning';
/** Part of the key: other kernels, other trial. */
const VERSION = 1;

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
  if (isTuning(known)) return known;
  const tuning = await measureTuning(backend);
  await store?.put(key, new Response(JSON.stringify(tuning))).catch(() => undefined);
  return tuning;
}

function isTuning(value: unknown): value is Tuning {
  if (typeof value !== 'object' || value === null) return false;
  const { product, lanes, rowsAtOnce } = value as Partial<Tuning>;
  const either = <T>(found: unknown, a: T, b: T) => found === a || found === b;
  return (
    either(product, SOFTWARE.product, HARDWARE.product) &&
    either(lanes, SOFTWARE.lanes, HARDWARE.lanes) &&
    either(rowsAtOnce, SOFTWARE.rowsAtOnce, HARDWARE.rowsAtOnce)
  );
}
