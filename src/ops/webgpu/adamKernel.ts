import type { FlatKernel } from './program';

/**
 * One step of Adam or AdamW on theta, m and v together, or a halt where the step is not finite (formulas: training/adam.ts):
 * an item is one parameter. Inputs packed [3, P], gradient [P], reading [R]; result [3, P].
 * @param reading R, and how many gradient norms it ends with
 */
export function adamKernel(
  P: number,
  reading: { readonly size: number; readonly norms: number },
  floats: Readonly<Record<string, number>>,
): FlatKernel {
  return {
    name: 'adam',
    inputs: [{ name: 'packed' }, { name: 'gradient' }, { name: 'reading' }],
    outShape: [3, P],
    items: P,
    uniforms: reading,
    floats,
    // Compilers may take it that no float is infinite or no number, so the bits are looked at.
    code: /* wgsl */ `
      fn isSound(x : f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }
      fn body(i : i32) {
        let P = uniforms.items;
        var taken = packed[2 * P + i] >= 0.0 && isSound(reading[0]);
        for (var k = uniforms.size - uniforms.norms; k < uniforms.size; k = k + 1) {
          taken = taken && isSound(reading[k]);
        }
        if (!taken) {
          result[i] = packed[i];
          result[P + i] = packed[P + i];
          result[2 * P + i] = -1.0;
          return;
        }
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
