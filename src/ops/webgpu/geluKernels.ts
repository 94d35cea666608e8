import type { FlatKernel } from './program';

/**
 * phi(x) = (1 + erf(x / sqrt 2)) / 2, the standard normal distribution, erf by Abramowitz and Stegun 7.1.26 (error below
 * 1.5e-7), as in tfjs; and its density. GELU is x phi(x), its slope phi(x) + x density(x).
 */
export function normal(T: 'f32' | 'vec4<f32>'): string {
  return /* wgsl */ `
    fn phi(x : ${T}) -> ${T} {
      let a = abs(x) * 0.70710678118654752;
      let t = 1.0 / (1.0 + 0.3275911 * a);
      let series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
      return 0.5 * (1.0 + sign(x) * (1.0 - series * exp(-a * a)));
    }
    fn density(x : ${T}) -> ${T} { return 0.3989422804014327 * exp(-0.5 * x * x); }`;
}

/** y = x P(x), elementwise. */
export function geluKernel(shape: readonly number[]): FlatKernel {
  const { wide, type, items } = elements(shape);
  return {
    name: 'gelu',
    inputs: [{ name: 'x', vec4: wide }],
    outShape: shape,
    vec4: wide,
    items,
    code: /* wgsl */ `${normal(type)}
      fn body(i : i32) { result[i] = x[i] * phi(x[i]); }`,
  };
}

/** dx = dy (P(x) + x exp(-x^2 / 2) / sqrt(2 pi)), elementwise. Inputs x, dy. */
export function geluGradientKernel(shape: readonly number[]): FlatKernel {
  const { wide, type, items } = elements(shape);
  return {
    name: 'geluGradient',
    inputs: [
      { name: 'x', vec4: wide },
      { name: 'dy', vec4: wide },
    ],
    outShape: shape,
    vec4: wide,
    items,
    code: /* wgsl */ `${normal(type)}
      fn body(i : i32) {
        let v = x[i];
        result[i] = dy[i] * (phi(v) + v * density(v));
      }`,
  };
}

function elements(shape: readonly number[]) {
  const size = shape.reduce((a, b) => a * b, 1);
  const wide = size % 4 === 0;
  return { wide, type: wide ? ('vec4<f32>' as const) : ('f32' as const), items: wide ? size / 4 : size };
}
