import type { Random } from '../core/random';

/**
 * AST's augmentations of training clips, in its order: waveforms mixed; features; padded or cut; masked; normalised;
 * noise; roll. Every function is pure but for the generator's draws and returns a new array.
 * Source: YuanGongND/ast, src/dataloader.py.
 */

/** A run of rows or columns set to zero: from `start` (which may be negative), up to but without `end`. */
export interface Mask {
  readonly start: number;
  readonly end: number;
}

/**
 * One mask over an axis of `size`: width floor(v), v ~ U[0, limit); start floor(U[0, 1) (size - v)).
 * Source: torchaudio.functional.mask_along_axis.
 */
export function drawMask(size: number, limit: number, rng: Random): Mask {
  const width = rng.uniform() * limit;
  const start = Math.trunc(rng.uniform() * (size - width));
  return { start, end: start + Math.trunc(width) };
}

export interface SpecAugment {
  /** Widest frequency mask (bins, exclusive); 0 for none. */
  readonly frequency: number;
  /** Widest time mask (frames, exclusive); 0 for none. */
  readonly time: number;
}

/**
 * SpecAugment on [T, M]: one frequency mask, then one time mask, filled with 0, before normalisation.
 * Source: Park et al. 2019; torchaudio.transforms.FrequencyMasking and TimeMasking.
 */
export function specAugment(x: Float32Array, bins: number, limits: SpecAugment, rng: Random): Float32Array {
  const out = x.slice();
  const frames = x.length / bins;
  if (limits.frequency > 0) {
    const { start, end } = drawMask(bins, limits.frequency, rng);
    for (let t = 0; t < frames; t++) {
      out.fill(0, t * bins + Math.max(start, 0), t * bins + Math.min(Math.max(end, 0), bins));
    }
  }
  if (limits.time > 0) {
    const { start, end } = drawMask(frames, limits.time, rng);
    out.fill(0, Math.max(start, 0) * bins, Math.min(Math.max(end, 0), frames) * bins);
  }
  return out;
}

/** x + U[0, 1) s / 10 elementwise with one s ~ U[0, 1) per clip, on normalised features [T, M]. */
export function addNoise(x: Float32Array, rng: Random): Float32Array {
  const scale = rng.uniform() / 10;
  const out = new Float32Array(x.length);
  for (let i = 0; i < x.length; i++) out[i] = (x[i] as number) + rng.uniform() * scale;
  return out;
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

function mean(x: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] as number;
  return x.length === 0 ? 0 : sum / x.length;
}
