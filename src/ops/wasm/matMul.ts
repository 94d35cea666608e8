import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { FusedName } from '../fused';
import { productCall, productSizes, type ProductCall } from '../productCall';
import { replaceKernel } from '../replaceKernel';
import { floatsAt, moduleOf, regionOf, withView, type Region } from './heap';

/**
 * tfjs hands a matrix product to XNNPACK only where there is one batch and nothing is transposed; everything else takes a
 * plain loop ten times slower, which also forgets the bias of a fused product. Here every product reaches XNNPACK:
 * transposed operands are turned first, which costs far less than it saves, and batches go one by one over views.
 */
export function registerWasmMatMul(): void {
  registerLinear();
  for (const name of [tf.BatchMatMul, tf._FusedMatMul]) {
    replaceKernel(name, 'wasm', (call) => {
      const product = productCall(call);
      return product && matMul(call.backend as BackendWasm, product);
    });
  }
}

/** a W^T + bias, for `linear`: tfjs' own fused product would forget the bias. */
function registerLinear(): void {
  const kernelName: FusedName = 'LoaaLinear';
  if (tf.getKernel(kernelName, 'wasm')) return;
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ backend, inputs }) => {
      const operands = inputs as unknown as Pick<ProductCall, 'a' | 'b' | 'bias'>;
      return matMul(backend as unknown as BackendWasm, { ...operands, transposeA: false, transposeB: true });
    },
  });
}

/** The backend's C function: C = A B + bias for one batch. */
type Product = (a: Region, b: Region, bias: Region | null, out: Region, M: number, K: number, N: number) => void;

const products = new WeakMap<BackendWasm, Product>();

function productOf(backend: BackendWasm): Product {
  const known = products.get(backend);
  if (known) return known;
  const operandTypes = ['number', 'array', 'number'] as const;
  const rest = Array.from({ length: 7 }, () => 'number' as const);
  const call = moduleOf(backend).cwrap(tf._FusedMatMul, null, [...operandTypes, ...operandTypes, ...rest]);
  const shape = (...sizes: number[]) => new Uint8Array(Int32Array.from(sizes).buffer);
  const product: Product = (a, b, bias, out, M, K, N) => {
    call(a.id, shape(1, M, K), 3, b.id, shape(1, K, N), 3, 0, 0, 0, bias?.id ?? 0, 0, 0, out.id);
  };
  products.set(backend, product);
  return product;
}

function matMul(backend: BackendWasm, call: ProductCall): tf.TensorInfo {
  const { a, b, bias, transposeA, transposeB } = call;
  const { aRows, aCols, bRows, bCols, M, N, K, batchA, batchB, outer } = productSizes(call);
  const batches = Math.max(batchA, batchB);
  const out = backend.makeOutput([...outer, M, N], 'float32');

  const product = productOf(backend);
  const biasRegion = bias ? regionOf(backend, bias) : null;
  const scratchA = transposeA ? backend.makeOutput([M, K], 'float32') : null;
  const scratchB = transposeB ? backend.makeOutput([K, N], 'float32') : null;
  const to = regionOf(backend, out);
  for (let i = 0; i < batches; i++) {
    operand(backend, a, batchA, i, aRows, aCols, scratchA, (left) =>
      operand(backend, b, batchB, i, bRows, bCols, scratchB, (right) => {
        if (batches === 1) return product(left, right, biasRegion, to, M, K, N);
        withView(backend, to.offset + 4 * i * M * N, M * N, (view) => product(left, right, biasRegion, view, M, K, N));
      }),
    );
  }
  for (const scratch of [scratchA, scratchB]) if (scratch) backend.disposeData(scratch.dataId);
  return out;
}

/** One batch of an operand, turned into `scratch` where there is one. Broadcasts a batch of one. */
function operand(
  backend: BackendWasm,
  tensor: tf.TensorInfo,
  batches: number,
  i: number,
  rows: number,
  cols: number,
  scratch: tf.TensorInfo | null,
  use: (region: Region) => void,
): void {
  const whole = regionOf(backend, tensor);
  const offset = whole.offset + 4 * (i % batches) * rows * cols;
  if (!scratch && batches === 1) return use(whole);
  if (!scratch) return withView(backend, offset, rows * cols, use);
  const target = regionOf(backend, scratch);
  transpose(floatsAt(backend, offset, rows * cols), floatsAt(backend, target.offset, rows * cols), rows, cols);
  // XNNPACK remembers packed operands by name: a scratch that changes needs a new one each time.
  withView(backend, target.offset, rows * cols, use);
}

/** Square tiles keep both the reads and the writes of a transposition in the cache. */
const TILE = 32;

function transpose(from: Float32Array, to: Float32Array, rows: number, cols: number): void {
  for (let r0 = 0; r0 < rows; r0 += TILE) {
    const r1 = Math.min(r0 + TILE, rows);
    for (let c0 = 0; c0 < cols; c0 += TILE) {
      const c1 = Math.min(c0 + TILE, cols);
      for (let r = r0; r < r1; r++) {
        for (let c = c0; c < c1; c++) to[c * rows + r] = from[r * cols + c] as number;
      }
    }
  }
}
