import type * as tf from '@tensorflow/tfjs-core';
import type { KernelCall } from './replaceKernel';

/** What tfjs passes to BatchMatMul and _FusedMatMul. */
export interface ProductCall {
  readonly a: tf.TensorInfo;
  readonly b: tf.TensorInfo;
  readonly bias?: tf.TensorInfo;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The call as a plain product, or null where it has an activation or a bias of more than one row: tfjs' own then. */
export function productCall({ inputs, attributes }: KernelCall): ProductCall | null {
  const { a, b, bias } = inputs;
  const { transposeA, transposeB, activation } = attributes as {
    transposeA: boolean;
    transposeB: boolean;
    activation?: string;
  };
  const plain = !activation || activation === 'linear';
  const oneRow = !bias || bias.shape.length === 1;
  if (!a || !b || !plain || !oneRow) return null;
  return { a, b, ...(bias && { bias }), transposeA, transposeB };
}

/** Sizes of C [..., M, N] = op(A) op(B), and how many batches either operand has (one is broadcast). */
export function productSizes({ a, b, transposeA, transposeB }: ProductCall) {
  const [aRows = 1, aCols = 1] = a.shape.slice(-2);
  const [bRows = 1, bCols = 1] = b.shape.slice(-2);
  const [M, K] = transposeA ? [aCols, aRows] : [aRows, aCols];
  const N = transposeB ? bRows : bCols;
  const batchesOf = (shape: readonly number[]) => shape.slice(0, -2).reduce((x, y) => x * y, 1);
  const [batchA, batchB] = [batchesOf(a.shape), batchesOf(b.shape)];
  const outer = (batchA >= batchB ? a : b).shape.slice(0, -2);
  return { aRows, aCols, bRows, bCols, M, N, K, batchA, batchB, outer };
}
