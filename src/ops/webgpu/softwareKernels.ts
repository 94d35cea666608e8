import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { registerMatMulProgram } from './registerMatMul';

/** What tfjs passes to BatchMatMul and _FusedMatMul. */
interface MatMulInputs {
  readonly a: tf.TensorInfo;
  readonly b: tf.TensorInfo;
  readonly bias?: tf.TensorInfo;
}
interface MatMulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly activation?: string;
}

/**
 * Replaces tfjs' matrix product on software adapters by the barrier-free one. Fused activations other than linear, and
 * biases that are not one row, stay with tfjs' kernel.
 */
export function registerSoftwareKernels(): void {
  for (const name of [tf.BatchMatMul, tf._FusedMatMul]) {
    const original = tf.getKernel(name, 'webgpu');
    tf.unregisterKernel(name, 'webgpu');
    tf.registerKernel({
      ...original,
      kernelFunc: (args) => {
        const inputs = args.inputs as unknown as MatMulInputs;
        const attributes = args.attrs as unknown as MatMulAttributes;
        const plain = !attributes.activation || attributes.activation === 'linear';
        const oneRow = !inputs.bias || inputs.bias.shape.length === 1;
        if (!plain || !oneRow) return original.kernelFunc(args);
        return matMul(args.backend as WebGPUBackend, inputs, attributes);
      },
    });
  }
}

function matMul(backend: WebGPUBackend, { a, b, bias }: MatMulInputs, attributes: MatMulAttributes): tf.TensorInfo {
  const { transposeA, transposeB } = attributes;
  const [aRows = 1, aCols = 1] = a.shape.slice(-2);
  const [bRows = 1, bCols = 1] = b.shape.slice(-2);
  const [M, K] = transposeA ? [aCols, aRows] : [aRows, aCols];
  const N = transposeB ? bRows : bCols;
  const batches = [a, b].map((t) => t.shape.slice(0, -2).reduce((x, y) => x * y, 1));
  const [batchA = 1, batchB = 1] = batches;
  const outer = batchA >= batchB ? a.shape.slice(0, -2) : b.shape.slice(0, -2);
  const program = registerMatMulProgram({
    batch: Math.max(batchA, batchB),
    M,
    N,
    K,
    transposeA,
    transposeB,
    bias: bias !== undefined,
  });
  const inputs = [
    { ...a, shape: [batchA, aRows, aCols] },
    { ...b, shape: [batchB, bRows, bCols] },
    ...(bias ? [bias] : []),
  ];
  const sizes = [M, N, K].map((size) => ({ type: 'int32', data: [size] }));
  const out = backend.runWebGPUProgram(program, inputs, 'float32', sizes);
  return { ...out, shape: [...outer, M, N] };
}
