import { STATISTICS } from '../../ops/webgpu/layerNormKernels';
import type { FlatKernel } from '../../ops/webgpu/program';
import type { Sharing } from '../../ops/webgpu/sharing';

/** The head: mean of the normalised prefix tokens, LayerNorm, Linear; B clips, N tokens of which S are prefix, C classes. */
export interface HeadSizes {
  readonly B: number;
  readonly N: number;
  readonly S: number;
  readonly dim: number;
  readonly classes: number;
  /** Epsilon of the final norm, and of the head's. */
  readonly eps: number;
  readonly headEps: number;
  /** Where the head's parameters start in theta and in the flat gradient. */
  readonly offsets: { readonly g: number; readonly b: number; readonly weight: number; readonly bias: number };
}

const common = ({ B, N, S, dim, classes, eps, headEps, offsets }: HeadSizes) => ({
  uniforms: {
    clips: B,
    tokens: N,
    prefixes: S,
    width: dim,
    classes,
    atG: offsets.g,
    atB: offsets.b,
    atWeight: offsets.weight,
    atBias: offsets.bias,
  },
  floats: { eps, headEps },
});

/**
 * The pooled tokens, standardised: pooled = mean over S of LayerNorm(x), z = (pooled - mean) s; a clip an item.
 * Inputs x [B, N, d], g, b [d] (the final norm's); result [B (d + 1)], z [B, d] and behind it s [B].
 */
export function pooledKernel(sizes: HeadSizes, sharing: Sharing): FlatKernel {
  return {
    ...common(sizes),
    name: 'headPooled',
    sharing,
    items: sizes.B,
    inputs: [{ name: 'x' }, { name: 'g' }, { name: 'b' }],
    outShape: [sizes.B * (sizes.dim + 1)],
    code: /* wgsl */ `${STATISTICS}
      fn body(clip : i32) {
        let start0 = clip * uniforms.tokens * uniforms.width;
        let start1 = start0 + (uniforms.prefixes - 1) * uniforms.width;
        let t0 = statistics(start0);
        let t1 = statistics(start1);
        var sum = 0.0;
        for (var i = lane; i < uniforms.width; i = i + LANES) {
          let z = 0.5 * ((x[start0 + i] - t0.x) * t0.y + (x[start1 + i] - t1.x) * t1.y);
          sum = sum + z * g[i] + b[i];
        }
        let mean = total(sum) / f32(uniforms.width);
        var squares = 0.0;
        for (var i = lane; i < uniforms.width; i = i + LANES) {
          let z = 0.5 * ((x[start0 + i] - t0.x) * t0.y + (x[start1 + i] - t1.x) * t1.y);
          let centred = z * g[i] + b[i] - mean;
          squares = squares + centred * centred;
        }
        let s = inverseSqrt(total(squares) / f32(uniforms.width) + uniforms.headEps);
        for (var i = lane; i < uniforms.width; i = i + LANES) {
          let z = 0.5 * ((x[start0 + i] - t0.x) * t0.y + (x[start1 + i] - t1.x) * t1.y);
          result[clip * uniforms.width + i] = (z * g[i] + b[i] - mean) * s;
        }
        if (lane == 0) { result[uniforms.clips * uniforms.width + clip] = s; }
      }`,
  };
}

/** Floats of a reading with room for dL/dlogits behind it: [1 + 2 B C]. */
export function readingSize({ B, classes }: HeadSizes): number {
  return 1 + 2 * B * classes;
}

/** logits[b, c] = sum_i (z g + b) W + bias, from entry 1 on. Inputs z (see `pooledKernel`), theta. */
export function logitsKernel(sizes: HeadSizes, from: 0 | 1): FlatKernel {
  const { B, classes } = sizes;
  return {
    ...common(sizes),
    name: `headLogits${from}`,
    items: B * classes,
    inputs: [{ name: 'z' }, { name: 'theta' }],
    outShape: [from === 0 ? B * classes : readingSize(sizes)],
    code: /* wgsl */ `
      fn body(item : i32) {
        let c = item % uniforms.classes;
        let start = (item / uniforms.classes) * uniforms.width;
        var sum = theta[uniforms.atBias + c];
        for (var i = 0; i < uniforms.width; i = i + 1) {
          let y = z[start + i] * theta[uniforms.atG + i] + theta[uniforms.atB + i];
          sum = sum + y * theta[uniforms.atWeight + c * uniforms.width + i];
        }
        result[${from} + item] = sum;
      }`,
  };
}

/** The two losses: `each` is a clip's share of the loss and writes dL/dlogits. Formulas: ops/losses.ts. */
const LOSSES = {
  ce: /* wgsl */ `
      fn each(start : i32, behind : i32) -> f32 {
        var top = -3.0e38;
        var wanted = 0.0;
        for (var c = 0; c < uniforms.classes; c = c + 1) {
          top = max(top, result[start + c]);
          wanted = wanted + f32(targets[start - 1 + c]);
        }
        var sum = 0.0;
        for (var c = 0; c < uniforms.classes; c = c + 1) { sum = sum + exp(result[start + c] - top); }
        let lse = top + log(sum);
        var loss = 0.0;
        for (var c = 0; c < uniforms.classes; c = c + 1) {
          let y = f32(targets[start - 1 + c]);
          loss = loss + y * (lse - result[start + c]);
          result[behind + c] = (exp(result[start + c] - lse) * wanted - y) / f32(uniforms.clips);
        }
        return loss / f32(uniforms.clips);
      }`,
  bce: /* wgsl */ `
      fn each(start : i32, behind : i32) -> f32 {
        var loss = 0.0;
        let all = f32(uniforms.clips * uniforms.classes);
        for (var c = 0; c < uniforms.classes; c = c + 1) {
          let z = result[start + c];
          let y = f32(targets[start - 1 + c]);
          let e = exp(-abs(z));
          loss = loss + max(z, 0.0) - z * y + log(1.0 + e);
          result[behind + c] = (select(e, 1.0, z >= 0.0) / (1.0 + e) - y) / all;
        }
        return loss / all;
      }`,
} as const;

export type FusedLoss = keyof typeof LOSSES;

/** The mean loss into entry 0 of a reading that holds the logits, and dL/dlogits behind them. Input targets [B, C]. */
export function lossKernel(sizes: HeadSizes, loss: FusedLoss, sharing: Sharing): FlatKernel {
  return {
    ...common(sizes),
    name: `headLoss${loss}`,
    sharing,
    items: 1,
    inputs: [{ name: 'targets' }],
    outShape: [readingSize(sizes)],
    code: /* wgsl */ `${LOSSES[loss]}
      fn body(item : i32) {
        var sum = 0.0;
        for (var b = lane; b < uniforms.clips; b = b + LANES) {
          let start = 1 + b * uniforms.classes;
          sum = sum + each(start, start + uniforms.clips * uniforms.classes);
        }
        let loss = total(sum);
        if (lane == 0) { result[0] = loss; }
      }`,
  };
}

/** e[b, i] = sum_c dL/dlogits[b, c] W[c, i], the gradient of the head norm's output. Inputs reading, theta; result [B, d]. */
export function headBackKernel(sizes: HeadSizes): FlatKernel {
  return {
    ...common(sizes),
    name: 'headBack',
    items: sizes.B * sizes.dim,
    inputs: [{ name: 'reading' }, { name: 'theta' }],
    outShape: [sizes.B * sizes.dim],
    code: /* wgsl */ `
      fn body(item : i32) {
        let start = 1 + (uniforms.clips + item / uniforms.width) * uniforms.classes;
        var sum = 0.0;
        for (var c = 0; c < uniforms.classes; c = c + 1) {
          sum = sum + reading[start + c] * theta[uniforms.atWeight + c * uniforms.width + item % uniforms.width];
        }
        result[item] = sum;
      }`,
  };
}

/**
 * The gradients of the head's parameters, into the flat gradient: an item is one of them, W [C, d], bias [C], g [d], b [d].
 * Inputs reading, z (see `pooledKernel`), e (see `headBackKernel`), theta.
 */
export function headGradientKernel(sizes: HeadSizes, total: number): FlatKernel {
  const { dim, classes } = sizes;
  return {
    ...common(sizes),
    name: 'headGradient',
    items: classes * dim + classes + 2 * dim,
    inputs: [{ name: 'reading' }, { name: 'z' }, { name: 'e' }, { name: 'theta' }],
    outShape: [total],
    code: /* wgsl */ `
      fn back(b : i32, c : i32) -> f32 { return reading[1 + (uniforms.clips + b) * uniforms.classes + c]; }
      fn body(item : i32) {
        let weights = uniforms.classes * uniforms.width;
        var sum = 0.0;
        if (item < weights) {
          let i = item % uniforms.width;
          for (var b = 0; b < uniforms.clips; b = b + 1) {
            let y = z[b * uniforms.width + i] * theta[uniforms.atG + i] + theta[uniforms.atB + i];
            sum = sum + back(b, item / uniforms.width) * y;
          }
          result[uniforms.atWeight + item] = sum;
        } else if (item < weights + uniforms.classes) {
          for (var b = 0; b < uniforms.clips; b = b + 1) { sum = sum + back(b, item - weights); }
          result[uniforms.atBias + item - weights] = sum;
        } else if (item < weights + uniforms.classes + uniforms.width) {
          let i = item - weights - uniforms.classes;
          for (var b = 0; b < uniforms.clips; b = b + 1) {
            sum = sum + e[b * uniforms.width + i] * z[b * uniforms.width + i];
          }
          result[uniforms.atG + i] = sum;
        } else {
          let i = item - weights - uniforms.classes - uniforms.width;
          for (var b = 0; b < uniforms.clips; b = b + 1) { sum = sum + e[b * uniforms.width + i]; }
          result[uniforms.atB + i] = sum;
        }
      }`,
  };
}

/**
 * dL/dx of the last layer's output: through the head's norm, the mean over S, and the final norm; zero for patch tokens. An
 * item is one token.
 * Inputs x [B, N, d], g [d] (the final norm's), z, e (see above), theta; result [B, N, d].
 */
export function poolBackKernel(sizes: HeadSizes, sharing: Sharing): FlatKernel {
  return {
    ...common(sizes),
    name: 'headPoolBack',
    sharing,
    items: sizes.B * sizes.N,
    inputs: [{ name: 'x' }, { name: 'g' }, { name: 'z' }, { name: 'e' }, { name: 'theta' }],
    outShape: [sizes.B * sizes.N * sizes.dim],
    code: /* wgsl */ `${STATISTICS}
      fn body(row : i32) {
        let clip = row / uniforms.tokens;
        let isPrefix = row % uniforms.tokens < uniforms.prefixes;
        let start = row * uniforms.width;
        let pooled = clip * uniforms.width;
        let s = statistics(start);
        var sum = 0.0;
        var along = 0.0;
        for (var i = lane; i < uniforms.width; i = i + LANES) {
          let dz = e[pooled + i] * theta[uniforms.atG + i];
          sum = sum + dz;
          along = along + dz * z[pooled + i];
        }
        let mean = total(sum) / f32(uniforms.width);
        let projected = total(along) / f32(uniforms.width);
        let scale = z[uniforms.clips * uniforms.width + clip] / f32(uniforms.prefixes);
        sum = 0.0;
        along = 0.0;
        for (var i = lane; i < uniforms.width; i = i + LANES) {
          let dz = (e[pooled + i] * theta[uniforms.atG + i] - mean - z[pooled + i] * projected) * scale * g[i];
          sum = sum + dz;
          along = along + dz * (x[start + i] - s.x) * s.y;
        }
        let meanBack = total(sum) / f32(uniforms.width);
        let alongBack = total(along) / f32(uniforms.width);
        for (var i = lane; i < uniforms.width; i = i + LANES) {
          let dz = (e[pooled + i] * theta[uniforms.atG + i] - mean - z[pooled + i] * projected) * scale * g[i];
          let dx = s.y * (dz - meanBack - (x[start + i] - s.x) * s.y * alongBack);
          result[start + i] = select(0.0, dx, isPrefix);
        }
      }`,
  };
}
