/** A number of the data to a place in pixels and back, with the numbers that are written at the axis. */
export interface Scale {
  (value: number): number;
  readonly invert: (pixel: number) => number;
  readonly ticks: readonly number[];
}

export type ScaleKind = 'linear' | 'log';

/** The step of about `count` ticks over a span: 1, 2 or 5 times a power of ten. */
function tickStep(span: number, count: number): number {
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return power * (lead > 7 ? 10 : lead > 3.5 ? 5 : lead > 1.5 ? 2 : 1);
}

/** Multiples of a round step within [low, high], about `count` of them. */
export function linearTicks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  const step = tickStep(high - low, count);
  const from = Math.ceil(low / step - 1e-9);
  const to = Math.floor(high / step + 1e-9);
  // Dividing by a whole number keeps 0.3 from becoming 0.30000000000000004.
  const place = (i: number) => (step < 1 ? i / Math.round(1 / step) : i * step);
  return Array.from({ length: to - from + 1 }, (_, i) => place(from + i));
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

/**
 * A scale from [low, high] to pixels [from, to]. A logarithmic one wants numbers above 0; what is not drawn is NaN.
 * @param count ticks that there is room for
 */
export function createScale(
  kind: ScaleKind,
  [low, high]: readonly [number, number],
  [from, to]: readonly [number, number],
  count: number,
): Scale {
  const forward = kind === 'log' ? Math.log : (value: number) => value;
  const back = kind === 'log' ? Math.exp : (value: number) => value;
  const [a, b] = [forward(low), forward(high)];
  const span = b - a || 1;
  const scale = (value: number) => {
    const at = forward(value);
    return Number.isFinite(at) ? from + ((at - a) / span) * (to - from) : Number.NaN;
  };
  const invert = (pixel: number) => back(a + ((pixel - from) / (to - from || 1)) * span);
  const ticks = kind === 'log' ? logTicks(low, high) : linearTicks(low, high, count);
  return Object.assign(scale, { invert, ticks });
}
