import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { productCall, productSizes, type ProductCall } from '../productCall';
import { replaceKernel } from '../replaceKernel';
import { registerMatMulProgram } from './registerMatMul';

/** Replaces tfjs' matrix product on software adapters by the barrier-free one. */
export function registerSoftwareKernels(): void {
  for (const name of [tf.BatchMatMul, tf._FusedMatMul]) {
    replaceKernel(name, 'webgpu', (call) => {
      const product = productCall(call);
      return product && matMul(call.backend as WebGPUBackend, product);
    });
  }
}

function matMul(backend: WebGPUBackend, call: ProductCall): tf.TensorInfo {
  const { a, b, bias, transposeA, transposeB } = call;
  const { aRows, aCols, bRows, bCols, M, N, K, batchA, batchB, outer } = productSizes(call);
  const batch = Math.max(batchA, batchB);
  const program = registerMatMulProgram({ batch, M, N, K, transposeA, transposeB, bias: bias !== undefined });
  const inputs = [
    { ...a, shape: [batchA, aRows, aCols] },
    { ...b, shape: [batchB, bRows, bCols] },
    ...(bias ? [bias] : []),
  ];
  const sizes = [M, N, K].map((size) => ({ type: 'int32', data: [size] }));
  const out = backend.runWebGPUProgram(program, inputs, 'float32', sizes);
  return { ...out, shape: [...outer, M, N] };
}
