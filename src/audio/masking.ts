import type { Random } from '../core/random';
import { mean } from './mean';

/** A run of rows or columns that is masked: from `start` (which may be negative), up to but without `end`. */
export interface Mask {
  readonly start: number;
  readonly end: number;
}

export interface SpecAugment {
  /** Widest frequency mask (bins, exclusive); 0 for none. */
  readonly frequency: number;
  /** Widest time mask (frames, exclusive); 0 for none. */
  readonly time: number;
}

/** The masks of one example: over bins first, then over frames. */
export interface Masks {
  readonly frequency: readonly Mask[];
  readonly time: readonly Mask[];
}

/** One published way to draw masks over an axis of `size` with widths below `limit`, and what fills them. */
interface Masking {
  readonly title: string;
  readonly draw: (size: number, limit: number, rng: Random) => readonly Mask[];
  /** The value inside a mask, from the features as they are before it. */
  readonly fill: (x: Float32Array) => number;
}

/** Masks a band that EPIC-SOUNDS draws at most. */
const EPIC_MASKS = 2;

export const MASKINGS = {
  /** AST: one mask an axis, filled with 0. */
  ast: {
    title: 'AST: one band an axis, zeros',
    draw: (size, limit, rng) => [drawMask(size, limit, rng)],
    fill: () => 0,
  },
  /** EPIC-SOUNDS: two masks an axis, filled with the mean. */
  epic: { title: 'EPIC-SOUNDS: two bands an axis, the mean', draw: drawEpicMasks, fill: mean },
} as const satisfies Record<string, Masking>;

export type MaskingName = keyof typeof MASKINGS;

/**
 * One mask over an axis of `size`: width floor(v), v ~ U[0, limit); start floor(U[0, 1) (size - v)).
 * Source: torchaudio.functional.mask_along_axis.
 */
export function drawMask(size: number, limit: number, rng: Random): Mask {
  const width = rng.uniform() * limit;
  const start = Math.trunc(rng.uniform() * (size - width));
  return { start, end: start + Math.trunc(width) };
}

/**
 * Up to two masks over an axis of `size`: a bound f on the width, uniform in 0 .. limit - 1; the start, uniform in
 * 0 .. size - f - 1; the width, uniform in 0 .. f - 1. A bound of 0 ends the drawing.
 * Source: epic-sounds-annotations, slowfast/datasets/spec_augment.py, freq_mask and time_mask.
 */
function drawEpicMasks(size: number, limit: number, rng: Random): readonly Mask[] {
  const masks: Mask[] = [];
  while (masks.length < EPIC_MASKS) {
    const bound = Math.min(rng.integer(Math.max(1, Math.trunc(limit))), size - 1);
    if (bound <= 0) break;
    const start = rng.integer(size - bound);
    masks.push({ start, end: start + rng.integer(bound) });
  }
  return masks;
}

/** The masks of one example of `frames` frames and `bins` bins; none on an axis whose limit is 0. */
export function drawMasks(
  masking: MaskingName,
  [frames, bins]: readonly [number, number],
  limits: SpecAugment,
  rng: Random,
): Masks {
  const { draw } = MASKINGS[masking];
  const frequency = limits.frequency > 0 ? draw(bins, limits.frequency, rng) : [];
  return { frequency, time: limits.time > 0 ? draw(frames, limits.time, rng) : [] };
}

/**
 * SpecAugment on [T, M], before normalisation: the frequency masks, then the time masks, into a new array.
 * Source: Park et al. 2019; torchaudio.transforms.FrequencyMasking and TimeMasking.
 */
export function applyMasks(x: Float32Array, bins: number, masks: Masks, masking: MaskingName): Float32Array {
  const { fill } = MASKINGS[masking];
  const out = x.slice();
  const frames = x.length / bins;
  for (const { start, end } of masks.frequency) {
    const value = fill(out);
    for (let t = 0; t < frames; t++) {
      out.fill(value, t * bins + Math.max(start, 0), t * bins + Math.min(Math.max(end, 0), bins));
    }
  }
  for (const { start, end } of masks.time) {
    out.fill(fill(out), Math.max(start, 0) * bins, Math.min(Math.max(end, 0), frames) * bins);
  }
  return out;
}
