/** One comparison with a golden. */
export interface CheckResult {
  readonly name: string;
  /** Largest error found, in the check's own measure. */
  readonly error: number;
  readonly bound: number;
  /** Beside the number: what was compared, what was left out and why. */
  readonly note: string;
}

/** The goldens' folder: files by name relative to it. */
export interface Goldens {
  has(name: string): boolean;
  blob(name: string): Blob;
}

/** The files of fixtures-methods/. Source: tests/goldens/make_method_goldens.py. */
export const METHOD_GOLDENS = { cases: 'methods.safetensors', backbone: 'methods_backbone.safetensors' } as const;

/** Bounds that depend on the backend's arithmetic. */
export interface Bounds {
  /** Hidden states, attentions and logits, relative to their own largest value. */
  readonly forward: number;
  readonly gradient: number;
  readonly loss: number;
  readonly final: number;
}

/** A group of checks. Yields results as they come, so that a slow one does not hide the others. */
export type Check = (goldens: Goldens, bounds: Bounds) => AsyncGenerator<CheckResult>;

/** max |a - b| / max |b|; infinite where lengths differ or a value is not finite. */
export function relativeError(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  counts: (i: number) => boolean = () => true,
): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  let error = 0;
  for (let i = 0; i < b.length; i++) {
    largest = Math.max(largest, Math.abs(b[i] ?? NaN));
    if (counts(i)) error = Math.max(error, Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)));
  }
  if (!Number.isFinite(error) || !Number.isFinite(largest)) return Infinity;
  return largest > 0 ? error / largest : error;
}

/** max |a - b|; infinite where lengths differ or a value is not finite. */
export function absoluteError(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  counts: (i: number) => boolean = () => true,
): number {
  if (a.length !== b.length) return Infinity;
  let error = 0;
  for (let i = 0; i < b.length; i++) {
    if (!counts(i)) continue;
    const here = Math.abs((a[i] ?? NaN) - (b[i] ?? NaN));
    error = Number.isNaN(here) ? Infinity : Math.max(error, here);
  }
  return error;
}

export async function json<T>(goldens: Goldens, name: string): Promise<T> {
  return JSON.parse(await goldens.blob(name).text()) as T;
}
