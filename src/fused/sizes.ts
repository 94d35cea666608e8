import type { AttentionSizes } from '../ops/webgpu/attentionKernels';

/** Floats of what the attention kernel writes: O [B, N, d], and behind it a vec4 for each query. */
export function attendedSize({ B, N, heads, each }: AttentionSizes): number {
  return B * N * heads * each + 4 * B * heads * N;
}

/** The maps of a transformer layer, and the patches': all of a backbone's large matrices. */
const MATRIX = /^(patch|blocks\.\d+\.(qkv|proj|fc1|fc2))\.weight$/;

export const isLargeMatrix = (name: string): boolean => MATRIX.test(name);
