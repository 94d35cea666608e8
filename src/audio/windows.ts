/**
 * Where windows of `size` samples begin in a wave of `length` samples. A wave no longer than a window has one, at 0, which
 * is then all of it.
 */

/**
 * `count` windows, evenly spaced from the first sample to the last: floor(i delta / (count - 1)), delta = length - size.
 * One window is the beginning. Windows that would begin at the same sample are given once: the mean over them is the same.
 * Source: epic-sounds-annotations, slowfast/datasets/audio_loader_epicsounds.py, get_start_end_idx.
 */
export function evenStarts(length: number, size: number, count: number): number[] {
  const delta = Math.max(0, length - size);
  const starts = Array.from({ length: count }, (_, i) => Math.floor((i * delta) / Math.max(1, count - 1)));
  return [...new Set(starts)];
}

/** A window every `hop` samples, and a last one that ends with the wave, so that every sample is in one. */
export function hopStarts(length: number, size: number, hop: number): number[] {
  const delta = Math.max(0, length - size);
  const starts = Array.from({ length: Math.floor(delta / hop) + 1 }, (_, i) => i * hop);
  return starts.at(-1) === delta ? starts : [...starts, delta];
}

/** One window, from a draw in [0, 1): floor(draw delta). Source: as `evenStarts`. */
export function drawnStart(length: number, size: number, draw: number): number {
  return Math.floor(draw * Math.max(0, length - size));
}
