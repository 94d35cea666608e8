import type { FlatKernel } from './program';
import type { Sharing } from './sharing';

interface Rows {
  readonly shape: readonly number[];
  readonly eps: number;
  readonly sharing: Sharing;
}

/** Mean and 1 / sqrt(var + eps) of the `width` values of x from `start` on, over the lanes. */
export const STATISTICS = /* wgsl */ `
  fn statistics(start : i32) -> vec2<f32> {
    var sum = 0.0;
    for (var i = lane; i < uniforms.width; i = i + LANES) { sum = sum + x[start + i]; }
    let mean = total(sum) / f32(uniforms.width);
    var squares = 0.0;
    for (var i = lane; i < uniforms.width; i = i + LANES) {
      let centred = x[start + i] - mean;
      squares = squares + centred * centred;
    }
    return vec2<f32>(mean, inverseSqrt(total(squares) / f32(uniforms.width) + uniforms.eps));
  }`;

/** y = (x - mean) / sqrt(var + eps) g + b, a row an item. Inputs x [..., d], g, b [d]. */
export function layerNormKernel({ shape, eps, sharing }: Rows): FlatKernel {
  return {
    ...rowKernel(shape, eps, sharing),
    name: 'layerNorm',
    inputs: [{ name: 'x' }, { name: 'g' }, { name: 'b' }],
    code: /* wgsl */ `${STATISTICS}
      fn body(row : i32) {
        let start = row * uniforms.width;
        let s = statistics(start);
        for (var i = lane; i < uniforms.width; i = i + LANES) {
          result[start + i] = (x[start + i] - s.x) * s.y * g[i] + b[i];
        }
      }`,
  };
}

/**
 * dx = s (dz - mean(dz) - z mean(dz z)), dz = dy g, statistics taken anew from x; with `residual` that much more.
 * Inputs x, dy [..., d], g [d], residual [..., d].
 */
export function layerNormGradientKernel({ shape, eps, sharing }: Rows, residual = false): FlatKernel {
  return {
    ...rowKernel(shape, eps, sharing),
    name: residual ? 'layerNormGradientPlus' : 'layerNormGradient',
    inputs: [{ name: 'x' }, { name: 'dy' }, { name: 'g' }, ...(residual ? [{ name: 'residual' }] : [])],
    code: /* wgsl */ `${STATISTICS}
      fn body(row : i32) {
        let start = row * uniforms.width;
        let s = statistics(start);
        var sum = 0.0;
        var along = 0.0;
        for (var i = lane; i < uniforms.width; i = i + LANES) {
          let dz = dy[start + i] * g[i];
          sum = sum + dz;
          along = along + dz * (x[start + i] - s.x) * s.y;
        }
        let mean = total(sum) / f32(uniforms.width);
        let projected = total(along) / f32(uniforms.width);
        for (var i = lane; i < uniforms.width; i = i + LANES) {
          let z = (x[start + i] - s.x) * s.y;
          let change = s.y * (dy[start + i] * g[i] - mean - z * projected);
          result[start + i] = ${residual ? 'residual[start + i] + change' : 'change'};
        }
      }`,
  };
}

function rowKernel(shape: readonly number[], eps: number, sharing: Sharing) {
  const width = shape.at(-1) ?? 1;
  const items = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  return { outShape: shape, items, sharing, uniforms: { width }, floats: { eps } };
}
