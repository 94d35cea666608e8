import type { Scale, ScaleKind } from './scale';

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
}

export interface BandPoint {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

/** One line of a plot. */
export interface PlotSeries {
  readonly id: string;
  readonly title: string;
  /** A CSS colour; a custom property, so that it follows the theme. */
  readonly colour: string;
  /** Of `stroke-dasharray`; null for a whole line. */
  readonly dash: string | null;
  /** By ascending x. */
  readonly points: readonly PlotPoint[];
  /** `faint`: the raw values behind a smoothed line; it has no name and no place in the readout. */
  readonly look: 'line' | 'dotted-points' | 'faint';
  /** What is drawn around the line: mean plus and minus deviation. */
  readonly band: readonly BandPoint[] | null;
}

/** A horizontal line that others are compared with. */
export interface PlotLevel {
  readonly y: number;
  readonly title: string;
  readonly colour: string;
}

/** A vertical line. */
export interface PlotMark {
  readonly x: number;
  readonly title: string;
  readonly colour: string;
}

const digit = (value: number) => value.toFixed(1).replace(/\.0$/, '');

/** The `d` of a path through points; a value that cannot be drawn leaves a gap. */
export function linePath(points: readonly PlotPoint[], x: Scale, y: Scale): string {
  let path = '';
  let isDown = false;
  for (const point of points) {
    const [px, py] = [x(point.x), y(point.y)];
    const isThere = Number.isFinite(px) && Number.isFinite(py);
    if (isThere) path += `${isDown ? 'L' : 'M'}${digit(px)} ${digit(py)}`;
    isDown = isThere;
  }
  return path;
}

/** The `d` of the area between the ends of a band. */
export function bandPath(band: readonly BandPoint[], x: Scale, y: Scale): string {
  const drawn = band.filter(({ low, high }) => Number.isFinite(y(low)) && Number.isFinite(y(high)));
  const upper = drawn.map((point) => `${digit(x(point.x))} ${digit(y(point.high))}`);
  const lower = drawn.map((point) => `${digit(x(point.x))} ${digit(y(point.low))}`).reverse();
  return drawn.length < 2 ? '' : `M${[...upper, ...lower].join('L')}Z`;
}

/**
 * The range of the vertical axis: [0, 1] for shares, else from 0 (linear) or the smallest value above 0 (log) to the largest,
 * levels included.
 */
export function valueDomain(
  series: readonly PlotSeries[],
  levels: readonly PlotLevel[],
  kind: ScaleKind,
  isShare: boolean,
): readonly [number, number] {
  if (isShare && kind === 'linear') return [0, 1];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const take = (value: number) => {
    if (!Number.isFinite(value) || (kind === 'log' && value <= 0)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  for (const { points, band } of series) {
    for (const { y } of points) take(y);
    for (const { low: least, high: most } of band ?? []) [least, most].forEach(take);
  }
  for (const { y } of levels) take(y);
  if (high < low) return kind === 'log' ? [0.1, 1] : [0, 1];
  if (kind === 'linear') return [Math.min(0, low), high === 0 ? 1 : high * 1.05];
  return low === high ? [low / 2, high * 2] : [low, high];
}

/** The largest x of any series; `least` where there is none. */
export function lastX(series: readonly PlotSeries[], least: number): number {
  return series.reduce((most, { points }) => Math.max(most, points.at(-1)?.x ?? 0), least);
}

/** The point whose x is nearest, of points by ascending x; undefined of none. */
export function nearestPoint<P extends { readonly x: number }>(points: readonly P[], x: number): P | undefined {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.x ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [points[low - 1], points[low]];
  return before && after && x - before.x < after.x - x ? before : after;
}

/** What every named series is worth at the cursor, each with the place of its own nearest point. */
export function readout(
  series: readonly PlotSeries[],
  x: number,
): readonly { readonly series: PlotSeries; readonly point: PlotPoint }[] {
  return series.flatMap((one) => {
    const point = one.look === 'faint' ? undefined : nearestPoint(one.points, x);
    return point ? [{ series: one, point }] : [];
  });
}
