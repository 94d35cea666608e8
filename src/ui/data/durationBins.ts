import { csvRow } from '../../core/csv';

/** Durations sorted into bars of equal width over [0, end). */
export interface DurationBins {
  readonly counts: readonly number[];
  /** Seconds where the axis ends. Longer clips are in the last bar. */
  readonly end: number;
  readonly longest: number;
}

/** Steps that an axis may end at, times a power of ten. */
const STEPS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/** The smallest round number not below a value above 0. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = STEPS.find((each) => each * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}

/**
 * Counts durations (seconds) in `bars` bars. The axis ends at a round number beyond the 99th percentile (nearest rank) and
 * beyond `atLeast`, so that a few very long recordings do not squeeze the others into one bar.
 */
export function durationBins(durations: readonly number[], atLeast: number, bars = 24): DurationBins {
  const sorted = Float64Array.from(durations).sort();
  const nearlyAll = sorted[Math.ceil(0.99 * sorted.length) - 1] ?? 0;
  const end = roundUp(Math.max(nearlyAll, atLeast, 0.01) * 1.02);
  const counts = new Array<number>(bars).fill(0);
  for (const duration of sorted) {
    const bar = Math.min(bars - 1, Math.floor((duration / end) * bars));
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  return { counts, end, longest: sorted.at(-1) ?? 0 };
}

/** How many clips are longer and shorter than what the model sees, by more than one frame. */
export function fitCounts(
  durations: readonly number[],
  usedSeconds: number,
  frameSeconds: number,
): { readonly padded: number; readonly cut: number } {
  const padded = durations.filter((duration) => duration < usedSeconds - frameSeconds).length;
  const cut = durations.filter((duration) => duration > usedSeconds + frameSeconds).length;
  return { padded, cut };
}

/** How many clips each bar has, by the seconds that it begins at. */
export function barsFrom({ counts, end }: DurationBins): ReadonlyMap<number, number> {
  return new Map(counts.map((clips, i) => [Number(((i * end) / counts.length).toPrecision(3)), clips]));
}

/** The bars as a CSV file (RFC 4180): a line a bar; the last one has all longer clips, too. */
export function durationCsv(bins: DurationBins): string {
  const lines = [...barsFrom(bins)].map(([from, clips]) => csvRow([from, clips]));
  return [csvRow(['from, seconds', 'clips']), ...lines, ''].join('\r\n');
}
