/** A complex FFT of one size, in place, in float64. */
export interface ComplexFft {
  readonly size: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** X[k] = sum_n x[n] exp(-2 pi i n k / size), of what stands in `re` and `im`. */
  forward(): void;
  /** The inverse, 1 / size included. */
  inverse(): void;
}

/**
 * Iterative radix-2. `size` is a power of two; anything else is a programming error and throws a RangeError.
 * Source: Cooley and Tukey 1965.
 */
export function complexFft(size: number): ComplexFft {
  if (!Number.isInteger(Math.log2(size)) || size < 2)
    throw new RangeError(`An FFT size must be a power of two, not ${size}.`);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  const bits = Math.log2(size);
  const reversed = Uint32Array.from({ length: size }, (_, i) => {
    let out = 0;
    for (let bit = 0; bit < bits; bit++) out = (out << 1) | ((i >> bit) & 1);
    return out;
  });
  const cos = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
  const sin = Float64Array.from({ length: size / 2 }, (_, k) => Math.sin((2 * Math.PI * k) / size));

  const transform = (sign: 1 | -1) => {
    for (let i = 0; i < size; i++) {
      const j = reversed[i] as number;
      if (j <= i) continue;
      [re[i], re[j]] = [re[j] as number, re[i] as number];
      [im[i], im[j]] = [im[j] as number, im[i] as number];
    }
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half);
      for (let start = 0; start < size; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const c = cos[k * stride] as number;
          const s = sign * (sin[k * stride] as number);
          const a = start + k;
          const b = a + half;
          const x = (re[b] as number) * c - (im[b] as number) * s;
          const y = (re[b] as number) * s + (im[b] as number) * c;
          re[b] = (re[a] as number) - x;
          im[b] = (im[a] as number) - y;
          re[a] = (re[a] as number) + x;
          im[a] = (im[a] as number) + y;
        }
      }
    }
  };
  return {
    size,
    re,
    im,
    forward: () => transform(-1),
    inverse() {
      transform(1);
      for (let i = 0; i < size; i++) {
        re[i] = (re[i] as number) / size;
        im[i] = (im[i] as number) / size;
      }
    },
  };
}
