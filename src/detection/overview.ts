/** A spectrogram of a recording that grows with it up to a width, and then gets coarser: its size has an end. */
export interface Overview {
  /** [count, bands], a byte a value (see audio/overviewRows.ts). */
  readonly columns: Uint8Array;
  readonly count: number;
  readonly bands: number;
  /** A power of two times that of the columns that come in. */
  readonly secondsPerColumn: number;
  /** Columns that came in and do not make up a whole one yet. */
  readonly rest: Uint8Array;
}

/** As many columns as a wide screen has pixels. */
const MOST_COLUMNS = 4096;

export function emptyOverview(bands: number, secondsPerColumn: number): Overview {
  return { columns: new Uint8Array(0), count: 0, bands, secondsPerColumn, rest: new Uint8Array(0) };
}

/**
 * The overview with more columns behind it. Pure.
 * @param added [n, bands] at the first resolution
 * @param perSecond columns a second of what is added
 */
export function extendOverview(
  overview: Overview,
  added: Uint8Array,
  perSecond: number,
  most = MOST_COLUMNS,
): Overview {
  const { bands } = overview;
  let { secondsPerColumn } = overview;
  const ratio = Math.round(secondsPerColumn * perSecond);
  const waiting = joined(overview.rest, added);
  const whole = Math.floor(waiting.length / (bands * ratio));
  const rest = waiting.slice(whole * bands * ratio);
  let columns: Uint8Array = joined(overview.columns, averaged(waiting, bands, ratio));
  let left: Uint8Array = rest;
  while (columns.length / bands > most) {
    const count = columns.length / bands;
    // A column without its other half goes back to what waits, at the first resolution.
    if (count % 2 === 1) {
      const repeats = Math.round(secondsPerColumn * perSecond);
      const last = columns.slice((count - 1) * bands);
      left = joined(repeated(last, repeats), left);
    }
    columns = averaged(columns, bands, 2);
    secondsPerColumn *= 2;
  }
  return { columns, count: columns.length / bands, bands, secondsPerColumn, rest: left };
}

/** Means of so many columns each; what is left over at the end is left out. */
function averaged(columns: Uint8Array, bands: number, every: number): Uint8Array {
  if (every === 1) return columns.slice(0, Math.floor(columns.length / bands) * bands);
  const count = Math.floor(columns.length / (bands * every));
  const out = new Uint8Array(count * bands);
  for (let i = 0; i < count; i++) {
    for (let b = 0; b < bands; b++) {
      let sum = 0;
      for (let k = 0; k < every; k++) sum += columns[(i * every + k) * bands + b] ?? 0;
      out[i * bands + b] = Math.round(sum / every);
    }
  }
  return out;
}

function repeated(column: Uint8Array, times: number): Uint8Array {
  const out = new Uint8Array(column.length * times);
  for (let k = 0; k < times; k++) out.set(column, k * column.length);
  return out;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const out = new Uint8Array(first.length + second.length);
  out.set(first);
  out.set(second, first.length);
  return out;
}
