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

/** How the lines of levels are dashed: their names stand in the legend, where no line crosses them. */
export const LEVEL_DASH = '2 4';

/** A vertical line. */
export interface PlotMark {
  readonly x: number;
  readonly title: string;
  readonly colour: string;
}

/** A value as the chart takes it: null, a gap, where the axis has no place for it. */
export function drawable(y: number, kind: 'linear' | 'log'): number | null {
  return Number.isFinite(y) && (kind === 'linear' || y > 0) ? y : null;
}

/** The range of a logarithmic axis: from the smallest value above 0 to the largest, levels included. */
export function logDomain(series: readonly PlotSeries[], levels: readonly PlotLevel[]): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  const take = (value: number) => {
    if (drawable(value, 'log') === null) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  for (const { points, band } of series) {
    for (const { y } of points) take(y);
    for (const { low: least, high: most } of band ?? []) [least, most].forEach(take);
  }
  for (const { y } of levels) take(y);
  if (high === 0) return [0.1, 1];
  return low === high ? [low / 2, high * 2] : [low, high];
}

/** Powers of ten within [low, high]; with few of them also 2 and 5 times those. Both above 0. */
export function logTicks(low: number, high: number): number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const leads = to - from <= 2 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil((to - from) / 6));
  const all: number[] = [];
  for (let power = from; power <= to; power += every) for (const lead of leads) all.push(lead * 10 ** power);
  return all.filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
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
