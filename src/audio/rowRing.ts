import type { Features } from './types';

/** The newest frames of a sound that goes on: [T, M] rows in a ring of memory. */
export interface RowRing {
  push(features: Pick<Features, 'data' | 'frames'>): void;
  /** The last `frames` rows in the order of time; fewer where there were fewer. A copy. */
  last(frames: number): Features;
  /** Frames that were pushed since the beginning, those that are gone included. */
  readonly total: number;
}

export function createRowRing(capacity: number, bins: number): RowRing {
  const data = new Float32Array(capacity * bins);
  let total = 0;
  return {
    push(rows) {
      for (let t = Math.max(0, rows.frames - capacity); t < rows.frames; t++) {
        data.set(rows.data.subarray(t * bins, (t + 1) * bins), ((total + t) % capacity) * bins);
      }
      total += rows.frames;
    },
    last(wanted) {
      const frames = Math.min(wanted, capacity, total);
      const out = new Float32Array(frames * bins);
      for (let t = 0; t < frames; t++) {
        const at = ((total - frames + t) % capacity) * bins;
        out.set(data.subarray(at, at + bins), t * bins);
      }
      return { data: out, frames, bins };
    },
    get total() {
      return total;
    },
  };
}
