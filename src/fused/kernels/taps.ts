import { normal } from '../../ops/webgpu/geluKernels';
import type { FlatKernel } from '../../ops/webgpu/program';
import { sumOverLanes, type Sharing } from '../../ops/webgpu/sharing';

/** An adapter's convolution over R = B N tokens: k taps of r channels, weights [k r, d] from `offset` floats on in theta. */
export interface TapSizes {
  readonly B: number;
  readonly tokens: number;
  readonly taps: number;
  readonly r: number;
  /** d, a multiple of four. */
  readonly dim: number;
  readonly offset: number;
}

/** Rows that an item computes at once: more reuse of loads, or more items to share out. */
export type RowsAtOnce = 1 | 4;

/**
 * z[m, j] = sum_t sum_c x[neighbour(m, t), c] U[(t, j), c]: [R, d] -> r channels, four of them an item.
 * `gelu`: the result is [2, R, r], gelu(z) and gelu'(z). Else it is [R, r], z times the second half of factor [2, R, r].
 * Inputs x [R, d], table [tokens k] (int32, `tokens` for none), theta, and factor.
 */
export function narrowKernel(sizes: TapSizes, gelu: boolean, rows: RowsAtOnce): FlatKernel {
  const { B, tokens, taps, r, dim, offset } = sizes;
  const R = B * tokens;
  const quads = Math.ceil(r / 4);
  const own = Array.from({ length: rows }, (_, i) => i);
  const each = (of: (i: number) => string) => own.map(of).join('\n            ');
  return {
    name: `narrow${rows}${gelu}`,
    inputs: [
      { name: 'x', vec4: true },
      { name: 'table' },
      { name: 'theta', vec4: true },
      ...(gelu ? [] : [{ name: 'factor' }]),
    ],
    outShape: [(gelu ? 2 : 1) * R * r],
    items: Math.ceil(R / rows) * quads,
    uniforms: { rows: R, tokens, taps, r, quads, width: dim / 4, offset: offset / 4 },
    code: /* wgsl */ `${gelu ? normal('f32') : ''}
      fn body(item : i32) {
        let j = (item % uniforms.quads) * 4;
        let row = (item / uniforms.quads) * ${rows};
        ${each((i) => `var z${i} = vec4<f32>(0.0); let row${i} = min(row + ${i}, uniforms.rows - 1);`)}
        let channels = min(vec4<i32>(j, j + 1, j + 2, j + 3), vec4<i32>(uniforms.r - 1));
        for (var t = 0; t < uniforms.taps; t = t + 1) {
          ${each((i) => `let m${i} = table[(row${i} % uniforms.tokens) * uniforms.taps + t];`)}
          ${each((i) => `let keep${i} = select(0.0, 1.0, m${i} < uniforms.tokens);`)}
          ${each((i) => `let from${i} = (row${i} - row${i} % uniforms.tokens + min(m${i}, uniforms.tokens - 1)) * uniforms.width;`)}
          let u = (vec4<i32>(t * uniforms.r) + channels) * uniforms.width + vec4<i32>(uniforms.offset);
          ${each((i) => `var s${i} = vec4<f32>(0.0);`)}
          for (var c = 0; c < uniforms.width; c = c + 1) {
            let u0 = theta[u.x + c]; let u1 = theta[u.y + c]; let u2 = theta[u.z + c]; let u3 = theta[u.w + c];
            ${each((i) => `let x${i} = x[from${i} + c]; s${i} = s${i} + vec4<f32>(dot(x${i}, u0), dot(x${i}, u1), dot(x${i}, u2), dot(x${i}, u3));`)}
          }
          ${each((i) => `z${i} = z${i} + keep${i} * s${i};`)}
        }
        ${each((i) => `if (row + ${i} < uniforms.rows) { write(row + ${i}, j, z${i}); }`)}
      }
      fn write(row : i32, j : i32, z : vec4<f32>) {
        let all = uniforms.rows * uniforms.r;
        for (var i = 0; i < min(4, uniforms.r - j); i = i + 1) {
          let at = row * uniforms.r + j + i;
          ${
            gelu
              ? 'let p = phi(z[i]); result[at] = z[i] * p; result[all + at] = p + z[i] * density(z[i]);'
              : 'result[at] = z[i] * factor[all + at];'
          }
        }
      }`,
  };
}

/**
 * The gradients of an adapter's two convolutions, into the flat gradient at their offsets:
 *   dUp[(t, j), c] = sum_m g[neighbour(m, t), j] dy[m, c];  dDown[(t, j), c] = sum_m dz[reader(m, t), j] h[m, c].
 * An item is four (t, j) of one of them and four or eight c; the sum over tokens may be shared.
 * Inputs g [R, r] (or longer), dy [R, d], neighbour; dz [R, r], h [R, d], reader.
 */
export function tapGradientKernel(
  sizes: Omit<TapSizes, 'offset'>,
  offsets: { readonly up: number; readonly down: number },
  total: number,
  sharing: Sharing,
): FlatKernel {
  const { B, tokens, taps, r, dim } = sizes;
  const quads = Math.ceil((taps * r) / 4);
  // Alone, an item makes more of each load.
  const wide = sharing === 'alone' ? 2 : 1;
  const columns = Math.ceil(dim / 4 / wide);
  const lines = (count: number, of: (i: number) => string) => Array.from({ length: count }, (_, i) => of(i)).join(' ');
  const each = (of: (i: number) => string) => lines(4, of);
  const cells = (of: (i: number, s: number) => string) => each((i) => lines(wide, (s) => of(i, s)));
  const sum = (narrow: string, full: string, table: string) => /* wgsl */ `
        for (var m = lane; m < uniforms.rows; m = m + LANES) {
          let n = m % uniforms.tokens;
          let clip = m - n;
          ${lines(wide, (s) => `let w${s} = ${full}[m * uniforms.width + c${s}];`)}
          ${each((i) => `let m${i} = ${table}[n * uniforms.taps + tap[${i}]]; let v${i} = select(0.0, ${narrow}[(clip + min(m${i}, uniforms.tokens - 1)) * uniforms.r + channel[${i}]], m${i} < uniforms.tokens);`)}
          ${cells((i, s) => `s${i}_${s} = s${i}_${s} + v${i} * w${s};`)}
        }`;
  return {
    name: `tapGradient${wide}`,
    sharing,
    vec4: true,
    inputs: [
      { name: 'g' },
      { name: 'dy', vec4: true },
      { name: 'neighbour' },
      { name: 'dz' },
      { name: 'h', vec4: true },
      { name: 'reader' },
    ],
    outShape: [total],
    items: 2 * quads * columns,
    uniforms: {
      rows: B * tokens,
      tokens,
      taps,
      r,
      pairs: taps * r,
      quads,
      columns,
      width: dim / 4,
      up: offsets.up / 4,
      down: offsets.down / 4,
    },
    code: /* wgsl */ `
      ${sumOverLanes('whole', 'vec4<f32>', sharing)}
      fn body(item : i32) {
        let c = (item % uniforms.columns) * ${wide};
        ${lines(wide, (s) => `let c${s} = min(c + ${s}, uniforms.width - 1);`)}
        let q = (item / uniforms.columns) % uniforms.quads;
        let isDown = item / (uniforms.columns * uniforms.quads) == 1;
        let pair = min(vec4<i32>(4 * q, 4 * q + 1, 4 * q + 2, 4 * q + 3), vec4<i32>(uniforms.pairs - 1));
        let tap = pair / uniforms.r;
        let channel = pair % uniforms.r;
        ${cells((i, s) => `var s${i}_${s} = vec4<f32>(0.0);`)}
        if (isDown) { ${sum('dz', 'h', 'reader')} } else { ${sum('g', 'dy', 'neighbour')} }
        let start = select(uniforms.up, uniforms.down, isDown) + 4 * q * uniforms.width;
        ${cells((i, s) => `let t${i}_${s} = whole(s${i}_${s}); if (lane == 0 && 4 * q + ${i} < uniforms.pairs && c + ${s} < uniforms.width) { result[start + ${i} * uniforms.width + c${s}] = t${i}_${s}; }`)}
      }`,
  };
}
