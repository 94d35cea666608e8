import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { replaceKernel } from '../replaceKernel';
import { floatsAt, moduleOf, regionOf } from './heap';

/**
 * Transpose and gather of float32 tensors as plain loops over the heap, run by run. tfjs' own take fifteen nanoseconds a
 * value at rank five, which is what heads are packed in; these take about one.
 */
export function registerWasmCopies(): void {
  replaceKernel(tf.Transpose, 'wasm', ({ backend, inputs, attributes }) => {
    const { x } = inputs;
    return x?.dtype === 'float32' ? transpose(backend as BackendWasm, x, attributes.perm as number[]) : null;
  });
  replaceKernel(tf.GatherV2, 'wasm', ({ backend, inputs, attributes }) => {
    const { x, indices } = inputs;
    const { axis, batchDims } = attributes as { axis: number; batchDims: number };
    const simple =
      x?.dtype === 'float32' && indices?.dtype === 'int32' && indices.shape.length === 1 && batchDims === 0;
    return simple ? gather(backend as BackendWasm, x, indices, axis) : null;
  });
}

function transpose(backend: BackendWasm, x: tf.TensorInfo, perm: readonly number[]): tf.TensorInfo {
  const { shape } = x;
  const strides = tf.util.computeStrides(shape);
  const strideOf = (axis: number) => (axis === shape.length - 1 ? 1 : (strides[axis] ?? 1));
  const outShape = perm.map((axis) => shape[axis] ?? 1);
  const out = backend.makeOutput(outShape, 'float32');
  const size = tf.util.sizeFromShape(shape);
  const from = floatsAt(backend, regionOf(backend, x).offset, size);
  const to = floatsAt(backend, regionOf(backend, out).offset, size);
  const last = outShape.length - 1;
  const run = outShape[last] ?? 1;
  const step = strideOf(perm[last] ?? 0);
  let at = 0;
  const walk = (depth: number, offset: number): void => {
    if (depth === last) {
      for (let i = 0; i < run; i++) to[at + i] = from[offset + i * step] as number;
      at += run;
      return;
    }
    const stride = strideOf(perm[depth] ?? 0);
    for (let i = 0; i < (outShape[depth] ?? 1); i++) walk(depth + 1, offset + i * stride);
  };
  if (size > 0) walk(0, 0);
  return out;
}

function gather(backend: BackendWasm, x: tf.TensorInfo, indices: tf.TensorInfo, axis: number): tf.TensorInfo {
  const rows = x.shape[axis] ?? 1;
  const outer = tf.util.sizeFromShape(x.shape.slice(0, axis));
  const inner = tf.util.sizeFromShape(x.shape.slice(axis + 1));
  const count = indices.shape[0] ?? 0;
  const out = backend.makeOutput([...x.shape.slice(0, axis), count, ...x.shape.slice(axis + 1)], 'float32');
  const from = floatsAt(backend, regionOf(backend, x).offset, outer * rows * inner);
  const to = floatsAt(backend, regionOf(backend, out).offset, outer * count * inner);
  const index = new Int32Array(moduleOf(backend).HEAPU8.buffer, regionOf(backend, indices).offset, count);
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < count; i++) {
      const row = index[i] as number;
      if (row < 0 || row >= rows) throw new RangeError(`gather: index ${row} is outside an axis of ${rows}`);
      const start = (o * rows + row) * inner;
      for (let c = 0; c < inner; c++) to[at++] = from[start + c] as number;
    }
  }
  return out;
}
