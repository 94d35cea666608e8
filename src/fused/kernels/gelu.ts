/** phi(x) = (1 + erf(x / sqrt 2)) / 2, erf by Abramowitz and Stegun 7.1.26 (error below 1.5e-7), as in tfjs; and its density. */
export const PHI = phiOf('vec4<f32>');
export const PHI_SCALAR = phiOf('f32');

function phiOf(T: string): string {
  return /* wgsl */ `
    fn phi(x : ${T}) -> ${T} {
      let a = abs(x) * 0.70710678118654752;
      let t = 1.0 / (1.0 + 0.3275911 * a);
      let series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
      return 0.5 * (1.0 + sign(x) * (1.0 - series * exp(-a * a)));
    }
    fn density(x : ${T}) -> ${T} { return 0.3989422804014327 * exp(-0.5 * x * x); }`;
}
