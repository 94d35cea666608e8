import type { FlatKernel } from './program';

/**
 * One step of Adam or AdamW on theta, m and v together (formula: training/adam.ts): an item is one parameter.
 * Inputs packed [3, P], gradient [P]; result [3, P].
 */
export function adamKernel(P: number, floats: Readonly<Record<string, number>>): FlatKernel {
  return {
    name: 'adam',
    inputs: [{ name: 'packed' }, { name: 'gradient' }],
    outShape: [3, P],
    items: P,
    floats,
    code: /* wgsl */ `
      fn body(i : i32) {
        let P = uniforms.items;
        let theta = packed[i];
        let g = gradient[i] + uniforms.decay * theta;
        let m = packed[P + i] * uniforms.beta1 + g * uniforms.rest1;
        let v = packed[2 * P + i] * uniforms.beta2 + g * g * uniforms.rest2;
        let size = sqrt(v) / uniforms.rootCorrection + uniforms.epsilon;
        result[i] = theta * uniforms.shrink - m / size * uniforms.stepSize;
        result[P + i] = m;
        result[2 * P + i] = v;
      }`,
  };
}
