/** Numbers as people read them. All pure; the page speaks English, so numbers are formatted for it everywhere alike. */
const INTEGER = new Intl.NumberFormat('en');

/** 1234567 as `1,234,567`. */
export function count(value: number): string {
  return INTEGER.format(value);
}

/** `1 clip`, `2 clips`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A share in [0, 1] as per cent, `97.4 %`. */
export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)} %`;
}

/** A share in [0, 1] as per cent, or a dash where there is none (NaN). */
export function share(value: number, digits = 1): string {
  return Number.isNaN(value) ? '–' : percent(value, digits);
}

/** Length of a sound: `0.35 s`, `12.4 s`, `3 min 05 s`, `2 h 10 min`. */
export function seconds(value: number): string {
  if (value < 10) return `${value.toFixed(2)} s`;
  if (value < 59.95) return `${value.toFixed(1)} s`;
  const whole = Math.round(value);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** An estimate, no more exact than it is: `a few seconds left`, `about 40 s left`, `about 3 min left`. */
export function timeLeft(value: number): string {
  if (value < 5) return 'a few seconds left';
  if (value < 60) return `about ${Math.ceil(value / 5) * 5} s left`;
  if (value < 3600) return `about ${Math.round(value / 60)} min left`;
  return `about ${(value / 3600).toFixed(1)} h left`;
}

/** `512 bytes`, `1.3 MB`. Decimal units, as file managers show. */
export function bytes(value: number): string {
  if (value < 1000) return `${value} bytes`;
  if (value < 1e6) return `${(value / 1e3).toFixed(0)} kB`;
  if (value < 1e9) return `${(value / 1e6).toFixed(1)} MB`;
  return `${(value / 1e9).toFixed(2)} GB`;
}

/** Parameters: `950`, `26.5 k`, `5.69 M`. */
export function parameters(value: number): string {
  if (value < 10_000) return count(value);
  if (value < 1e6) return `${(value / 1e3).toFixed(1)} k`;
  return `${(value / 1e6).toFixed(2)} M`;
}

/** Trained parameters as the paper prints them, absolute and as a share: `2.026M (2.3 %)`, `35,372 (0.04 %)`. */
export function trainedOf(trained: number, whole: number): string {
  const absolute = trained < 1e5 ? count(trained) : `${(trained / 1e6).toFixed(3)}M`;
  const part = trained / whole;
  return `${absolute} (${percent(part, part < 0.01 ? 2 : 1)})`;
}

/** Below this, zeros hide the number. */
const TINY = 1e-4;

/** A loss or a rate with four significant digits, without trailing noise; below 0.0001 as a power of ten, `1.15e-5`. */
export function significant(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = Number(value.toPrecision(digits));
  return rounded !== 0 && Math.abs(rounded) < TINY ? rounded.toExponential() : String(rounded);
}

/** Hertz on an axis: `250 Hz`, `4 kHz`. */
export function hertz(value: number): string {
  return value < 1000 ? `${Math.round(value)} Hz` : `${significant(value / 1000, 2)} kHz`;
}
