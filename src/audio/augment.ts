import type { Random, RandomState } from '../core/random';
import { mean } from './mean';

/**
 * AST's augmentations of training clips, in its order: waveforms mixed; features; padded or cut; masked (masking.ts);
 * normalised; noise; roll. Every function is pure but for the generator's draws and returns a new array.
 * Source: YuanGongND/ast, src/dataloader.py.
 */

/** x + U[0, 1) s / 10 elementwise with one s ~ U[0, 1) per clip, on normalised features [T, M]. */
export function addNoise(x: Float32Array, rng: Random): Float32Array {
  const scale = rng.uniform() / 10;
  const out = new Float32Array(x.length);
  for (let i = 0; i < x.length; i++) out[i] = (x[i] as number) + rng.uniform() * scale;
  return out;
}

/** Passes over the draws of `noiseAndRoll` on `size` values, and gives the state from which to draw them later. */
export function skipNoise(size: number, rng: Random): RandomState {
  const { state } = rng;
  noiseAndRoll(new Float32Array(size), 1, rng);
  return state;
}

/** out[(t + shift) mod T] = x[t] over the frames of [T, M]. Source: torch.roll(x, shift, 0). */
export function rollFrames(x: Float32Array, bins: number, shift: number): Float32Array {
  const frames = x.length / bins;
  if (frames === 0) return x.slice();
  const by = (((shift % frames) + frames) % frames) * bins;
  const out = new Float32Array(x.length);
  out.set(x.subarray(0, x.length - by), by);
  out.set(x.subarray(x.length - by), 0);
  return out;
}

/** AST's noise and then roll, by -10 .. 9 frames, on normalised features [T, M]. */
export function noiseAndRoll(x: Float32Array, bins: number, rng: Random): Float32Array {
  const noisy = addNoise(x, rng);
  return rollFrames(noisy, bins, rng.integer(20) - 10);
}

/** The share of the first clip in a mixed one: lambda ~ Beta(10, 10). Its label gets lambda, the second's 1 - lambda. */
export function drawMixture(rng: Random): number {
  return rng.beta(10, 10);
}

/**
 * Waveform mixup: lambda a + (1 - lambda) b with the means of a, of b and of the mixture removed; b is cut, or padded
 * with zeros, to the length of a.
 */
export function mixWaves(a: Float32Array, b: Float32Array, lambda: number): Float32Array {
  const meanA = mean(a);
  const meanB = mean(b);
  const out = new Float32Array(a.length);
  for (let i = 0; i < a.length; i++) {
    const second = i < b.length ? (b[i] as number) - meanB : 0;
    out[i] = lambda * ((a[i] as number) - meanA) + (1 - lambda) * second;
  }
  const rest = mean(out);
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) - rest;
  return out;
}

/** lambda y(a) + (1 - lambda) y(b), y having 1 for each of a clip's classes: [C]. */
export function mixLabels(a: readonly number[], b: readonly number[], lambda: number, classes: number): Float32Array {
  const out = new Float32Array(classes);
  for (const label of a) out[label] = lambda;
  for (const label of b) out[label] = (out[label] as number) + (1 - lambda);
  return out;
}
