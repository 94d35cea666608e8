import type { Weight } from './types';

type Grid = readonly [number, number];

/** More than half-precision storage takes off a value of at most 1. */
const SAME = 1e-3;

/**
 * One row per place of a time-major sequence, given frequency-major: token (f, w) has place n = w F + f and
 * pe[2k] = sin(n / 10000^(2k/d)), pe[2k + 1] = cos(n / 10000^(2k/d)).
 * @returns [1, F W, d]
 * Source: AlanBaade/MAE-AST-Public, mae_ast/models/mae_ast.py, SinusoidalPositionalEncoding.
 */
export function sinePositions([F, W]: Grid, d: number): Weight {
  const data = new Float32Array(F * W * d);
  for (let f = 0; f < F; f++) {
    for (let w = 0; w < W; w++) {
      for (let i = 0; i < d; i++) {
        const angle = (w * F + f) * 10000 ** (-(i - (i % 2)) / d);
        data[(f * W + w) * d + i] = i % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
      }
    }
  }
  return { shape: [1, F * W, d], data };
}

/**
 * The first half of a row tells f, the second half w; each half is the sines and then the cosines of its number times
 * 10000^(-k/(d/4)), k = 0 .. d/4 - 1. Frequency-major.
 * @returns [1, F W, d]
 * Source: facebookresearch/AudioMAE, util/pos_embed.py, get_2d_sincos_pos_embed_flexible (its `h` is time, its `w` mel).
 */
export function sine2dPositions([F, W]: Grid, d: number): Weight {
  const quarter = Math.floor(d / 4);
  const data = new Float32Array(F * W * d);
  for (let f = 0; f < F; f++) {
    for (let w = 0; w < W; w++) {
      const row = (f * W + w) * d;
      for (let k = 0; k < quarter; k++) {
        const omega = 10000 ** (-k / quarter);
        data[row + k] = Math.sin(f * omega);
        data[row + quarter + k] = Math.cos(f * omega);
        data[row + 2 * quarter + k] = Math.sin(w * omega);
        data[row + 3 * quarter + k] = Math.cos(w * omega);
      }
    }
  }
  return { shape: [1, F * W, d], data };
}

/** Whether stored positions [1, S + F W, d] are the table of `sine2dPositions` behind S rows of any value. */
export function isSine2d(pos: Weight, prefix: number, grid: Grid): boolean {
  const d = pos.shape[2] ?? 0;
  if (d === 0 || d % 4 !== 0) return false;
  const patches = pos.data.subarray(prefix * d);
  return sine2dPositions(grid, d).data.every((value, i) => Math.abs(value - (patches[i] ?? Number.NaN)) < SAME);
}
