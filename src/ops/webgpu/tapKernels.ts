import type { FlatKernel } from './program';

/** y[b, n, t, :] = x[b, token[n, t], :], zero where the token is N. Inputs x [B, N, c], token [N k] (int32). */
export function gatherTapsKernel(B: number, N: number, k: number, c: number): FlatKernel {
  const wide = c % 4 === 0;
  const width = wide ? c / 4 : c;
  return {
    name: 'gatherTaps',
    inputs: [{ name: 'x', vec4: wide }, { name: 'token' }],
    outShape: [B, N, k * c],
    vec4: wide,
    items: B * N * k * width,
    uniforms: { tokens: N, taps: k, width },
    code: /* wgsl */ `
      fn body(i : i32) {
        let pair = (i / uniforms.width) % (uniforms.tokens * uniforms.taps);
        let b = i / (uniforms.width * uniforms.tokens * uniforms.taps);
        let m = token[pair];
        if (m < uniforms.tokens) {
          result[i] = x[(b * uniforms.tokens + m) * uniforms.width + i % uniforms.width];
        } else {
          result[i] = ${wide ? 'vec4<f32>(0.0)' : '0.0'};
        }
      }`,
  };
}

/** y[b, n, :] = sum_t x[b, pair[n, t], :] over pairs (token, tap), skipping N k. Inputs x [B, N, k c], pair [N k] (int32). */
export function sumTapsKernel(B: number, N: number, k: number, c: number): FlatKernel {
  const wide = c % 4 === 0;
  const width = wide ? c / 4 : c;
  return {
    name: 'sumTaps',
    inputs: [{ name: 'x', vec4: wide }, { name: 'pair' }],
    outShape: [B, N, c],
    vec4: wide,
    items: B * N * width,
    uniforms: { tokens: N, taps: k, width },
    code: /* wgsl */ `
      fn body(i : i32) {
        let n = (i / uniforms.width) % uniforms.tokens;
        let pairs = uniforms.tokens * uniforms.taps;
        let start = i / (uniforms.width * uniforms.tokens) * pairs;
        var sum = ${wide ? 'vec4<f32>(0.0)' : '0.0'};
        for (var t = 0; t < uniforms.taps; t = t + 1) {
          let p = pair[n * uniforms.taps + t];
          if (p < pairs) { sum = sum + x[(start + p) * uniforms.width + i % uniforms.width]; }
        }
        result[i] = sum;
      }`,
  };
}
