import type { FlatKernel } from '../../ops/webgpu/program';

/**
 * Patches behind rows of zeros for the prefix tokens: [B, T M] -> [B N, p q]. Inputs x, and index [F W p q] (int32), where
 * each value of a patch lies in a clip's spectrogram.
 */
export function patchRowsKernel(B: number, tokens: number, prefix: number, size: number, clip: number): FlatKernel {
  return {
    name: 'patchRows',
    inputs: [{ name: 'x' }, { name: 'index' }],
    outShape: [B * tokens * size],
    items: B * tokens * size,
    uniforms: { tokens, prefix, values: size, clip },
    code: /* wgsl */ `
      fn body(i : i32) {
        let row = i / uniforms.values;
        let n = row % uniforms.tokens - uniforms.prefix;
        if (n < 0) { result[i] = 0.0; return; }
        result[i] = x[(row / uniforms.tokens) * uniforms.clip + index[n * uniforms.values + i % uniforms.values]];
      }`,
  };
}
