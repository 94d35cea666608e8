import type { FrontEnd } from './frontEnds';
import type { Features } from './types';

/** A spectrogram small enough for hours: bands of two mel bins, ten columns a second, one byte a value. */
export interface OverviewRows {
  /** [n, M / 2], see `toByte`. */
  readonly columns: Uint8Array<ArrayBuffer>;
  readonly bands: number;
}

export const OVERVIEW_COLUMNS_PER_SECOND = 10;

/** Log-mel values as bytes: -16 is 0 and below it, each step is a tenth, 9.5 is 255. */
export function toByte(value: number): number {
  return Math.min(255, Math.max(0, Math.round((value + 16) * 10)));
}

export function fromByte(byte: number): number {
  return byte / 10 - 16;
}

/** Collects frames as they come, and hands out what is complete: a column is the mean of its frames and of two bins. */
export function createOverviewRows({ framesPerSecond, bins }: FrontEnd): {
  push(rows: Features): void;
  take(): OverviewRows;
} {
  const every = framesPerSecond / OVERVIEW_COLUMNS_PER_SECOND;
  const bands = Math.floor(bins / 2);
  const sums = new Float64Array(bands);
  let summed = 0;
  let bytes: number[] = [];
  return {
    push({ data, frames }) {
      for (let t = 0; t < frames; t++) {
        for (let b = 0; b < 2 * bands; b++) {
          const band = b >> 1;
          sums[band] = (sums[band] as number) + (data[t * bins + b] as number);
        }
        if (++summed < every) continue;
        for (const sum of sums) bytes.push(toByte(sum / (2 * every)));
        sums.fill(0);
        summed = 0;
      }
    },
    take() {
      const columns = Uint8Array.from(bytes);
      bytes = [];
      return { columns, bands };
    },
  };
}
