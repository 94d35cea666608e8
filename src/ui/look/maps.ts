import type { LookFacts } from '../../attention/types';

/** The rows of a [L, h, F W] array that belong to one layer: of one head, or averaged over all where `head` is null. */
export function selectMap(
  maps: Float32Array,
  { heads, grid }: Pick<LookFacts, 'heads' | 'grid'>,
  layer: number,
  head: number | null,
): Float32Array {
  const size = grid[0] * grid[1];
  const startOf = (h: number) => (layer * heads + h) * size;
  if (head !== null) return maps.slice(startOf(head), startOf(head) + size);
  const mean = new Float32Array(size);
  for (let h = 0; h < heads; h++) {
    for (let i = 0; i < size; i++) mean[i] = (mean[i] ?? 0) + (maps[startOf(h) + i] ?? 0) / heads;
  }
  return mean;
}

/** Least and greatest value over several maps, so that they can share one scale. */
export function rangeOf(maps: readonly Float32Array[]): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const map of maps) {
    for (const value of map) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : [0, 0];
}

/**
 * How widely a map is spread: -sum p log2 p over p = value / sum of values. Bits; log2(F W) where it is even.
 * NaN for a map without positive values.
 */
export function entropyBits(map: Float32Array): number {
  const sum = map.reduce((total, value) => total + value, 0);
  if (!(sum > 0)) return Number.NaN;
  return map.reduce((bits, value) => (value > 0 ? bits - (value / sum) * Math.log2(value / sum) : bits), 0);
}

/** How patches lie on the spectrogram: F x W patches of `patch`, `stride` apart, [frequency, time]. */
export interface PatchLayout {
  readonly grid: readonly [number, number];
  readonly patch: readonly [number, number];
  readonly stride: readonly [number, number];
}

/** Frames that the patches of a layout cover. */
export function framesOf({ grid, patch, stride }: PatchLayout): number {
  return (grid[1] - 1) * stride[1] + patch[1];
}

/** How a map is brought to the size of the spectrogram. */
export type Upscaling = 'bilinear' | 'nearest';

/**
 * A map [F, W] at every mel bin and frame: [bins, frames] row major, row 0 the lowest bin. A patch's value stands at its
 * centre; values beyond the outermost centres are those of the edge.
 */
export function upscale(
  map: Float32Array,
  layout: PatchLayout,
  bins: number,
  frames: number,
  how: Upscaling,
): Float32Array {
  const [F, W] = layout.grid;
  const out = new Float32Array(bins * frames);
  const place = (at: number, axis: 0 | 1, count: number) => {
    const exact = Math.min(count - 1, Math.max(0, (at + 0.5 - layout.patch[axis] / 2) / layout.stride[axis]));
    const whole = how === 'nearest' ? Math.round(exact) : Math.floor(exact);
    return [whole, Math.min(count - 1, whole + 1), how === 'nearest' ? 0 : exact - whole] as const;
  };
  const columns = Array.from({ length: frames }, (_, t) => place(t, 1, W));
  for (let b = 0; b < bins; b++) {
    const [f0, f1, df] = place(b, 0, F);
    for (let t = 0; t < frames; t++) {
      const column = columns[t];
      if (!column) continue;
      const [w0, w1, dw] = column;
      const lower = (map[f0 * W + w0] ?? 0) * (1 - dw) + (map[f0 * W + w1] ?? 0) * dw;
      const upper = (map[f1 * W + w0] ?? 0) * (1 - dw) + (map[f1 * W + w1] ?? 0) * dw;
      out[b * frames + t] = lower * (1 - df) + upper * df;
    }
  }
  return out;
}
