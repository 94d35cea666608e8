import type { Track } from '../../detection/types';
import type { Viewport } from './viewport';

/**
 * A class's scores over the stretch that is shown, as points of an SVG line: x and y in [0, 1], y downwards. Where there are
 * more windows than columns, each column has its highest score: a short peak is never lost.
 */
export function curvePoints(
  { times, rows }: Pick<Track, 'times' | 'rows'>,
  classIndex: number,
  { from, to }: Viewport,
  columns: number,
): readonly (readonly [number, number])[] {
  const length = to - from;
  if (!(length > 0)) return [];
  const first = Math.max(0, lowerBound(times, from) - 1);
  const last = Math.min(times.length - 1, lowerBound(times, to));
  const points: [number, number][] = [];
  let column = -Infinity;
  for (let k = first; k <= last; k++) {
    const x = ((times[k] as number) - from) / length;
    const y = 1 - (rows[k]?.[classIndex] ?? 0);
    const own = Math.floor(x * columns);
    const before = points.at(-1);
    if (before && own === column) {
      if (y < before[1]) points[points.length - 1] = [x, y];
    } else points.push([x, y]);
    column = own;
  }
  return points;
}

/** The first place whose time is at or after `time`. */
export function lowerBound(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The classes to draw, the ones most heard first: by the time that they were detected for, then by their highest score. */
export function lanesOf(
  { labels, rows }: Pick<Track, 'labels' | 'rows'>,
  detections: readonly { readonly classIndex: number; readonly start: number; readonly end: number }[],
  most: number,
): readonly number[] {
  const heard = labels.map(() => 0);
  for (const { classIndex, start, end } of detections) heard[classIndex] = (heard[classIndex] ?? 0) + end - start;
  const peaks = labels.map((_, c) => rows.reduce((peak, row) => Math.max(peak, row[c] ?? 0), 0));
  return labels
    .map((_, c) => c)
    .sort((a, b) => (heard[b] ?? 0) - (heard[a] ?? 0) || (peaks[b] ?? 0) - (peaks[a] ?? 0) || a - b)
    .slice(0, most);
}
