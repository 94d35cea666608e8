import type { SourceFile } from '../files/source';
import { FRONT_ENDS } from './frontEnds';
import { prepareSource } from './prepare';
import type { Features, FrontEndName, Segment } from './types';

/** A small picture of a clip: enough to tell one from another at a glance. */
export interface Glance {
  /** Columns of both pictures. */
  readonly columns: number;
  /** Rows of the spectrogram, the lowest frequency first. */
  readonly rows: number;
  /** Loudness, 0 to 255 from the clip's 5th to its 99.5th percentile: [rows, columns]. */
  readonly spectrogram: Uint8Array;
  /** The least and the greatest sample of each column, in 1/127 of the clip's peak: [columns, 2]. */
  readonly wave: Int8Array;
  /** Seconds that the pictures span: all of the clip, or its first thirty. */
  readonly seconds: number;
}

export interface GlanceOptions {
  readonly frontEnd: FrontEndName;
  readonly segment: Segment | null;
}

const COLUMNS = 256;
const ROWS = 64;
const LONGEST_SECONDS = 30;

/** A glance at one clip. Errors: those of `prepareSource`. */
export async function glanceAt(source: SourceFile, { frontEnd, segment }: GlanceOptions): Promise<Glance> {
  const { framesPerSecond, sampleRate } = FRONT_ENDS[frontEnd];
  const frames = Math.ceil(LONGEST_SECONDS * framesPerSecond);
  const { features, wave } = await prepareSource(source, { frontEnd, frames, keepWave: true, segment });
  const samples = wave ?? new Float32Array(1);
  return {
    columns: COLUMNS,
    rows: ROWS,
    spectrogram: reducedSpectrogram(features, COLUMNS, ROWS),
    wave: peaksOf(samples, COLUMNS),
    seconds: samples.length / sampleRate,
  };
}

/** Where a column begins among `count` values; each has at least one. */
const startOf = (column: number, columns: number, count: number) => Math.floor((column * count) / columns);

/** Log-mel features [T, M] on a grid of [rows, columns], the mean of each cell, as bytes. */
export function reducedSpectrogram({ data, frames, bins }: Features, columns: number, rows: number): Uint8Array {
  const means = new Float32Array(rows * columns);
  for (let column = 0; column < columns; column++) {
    const from = Math.min(frames - 1, startOf(column, columns, frames));
    const to = Math.max(from + 1, startOf(column + 1, columns, frames));
    for (let row = 0; row < rows; row++) {
      const low = startOf(row, rows, bins);
      const high = Math.max(low + 1, startOf(row + 1, rows, bins));
      let sum = 0;
      for (let t = from; t < to; t++) for (let m = low; m < high; m++) sum += data[t * bins + m] ?? 0;
      means[row * columns + column] = sum / ((to - from) * (high - low));
    }
  }
  const sorted = Float32Array.from(means).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const [least, most] = [at(0.05), at(0.995)];
  const scale = most > least ? 255 / (most - least) : 0;
  return Uint8Array.from(means, (mean) => Math.max(0, Math.min(255, Math.round((mean - least) * scale))));
}

/** The extremes of each column of samples, by the greatest magnitude of all: [columns, 2]. */
export function peaksOf(samples: Float32Array, columns: number): Int8Array {
  const out = new Int8Array(2 * columns);
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  if (!(peak > 0)) return out;
  for (let column = 0; column < columns; column++) {
    const from = Math.min(samples.length - 1, startOf(column, columns, samples.length));
    const to = Math.max(from + 1, startOf(column + 1, columns, samples.length));
    let [low, high] = [Infinity, -Infinity];
    for (let i = from; i < to; i++) {
      const sample = samples[i] ?? 0;
      if (sample < low) low = sample;
      if (sample > high) high = sample;
    }
    out[2 * column] = Math.round((127 * low) / peak);
    out[2 * column + 1] = Math.round((127 * high) / peak);
  }
  return out;
}
