/** A real FFT of one size with its own scratch memory: use it from one thread only. */
export interface RealFft {
  readonly size: number;
  /** Put `size` samples here, then call `transform`, which overwrites them. */
  readonly input: Float32Array;
  /** |X[k]| for k = 0 .. size / 2. */
  readonly magnitude: Float32Array;
  transform(): void;
}

interface Stage {
  readonly radix: 2 | 4;
  /** Real values of each sub-transform done so far, and sub-transforms left to join after this stage. */
  readonly inner: number;
  readonly groups: number;
  /** For every complex index above 0: cosine and sine of one times, two times and three times its angle. */
  readonly twiddles: Float32Array;
}

const f32 = Math.fround;
const HALF_ROOT = f32(Math.SQRT1_2);

/**
 * Magnitudes of the transform of `size` real samples, in float32 throughout: every sum and product is rounded, in the
 * order of FFTPACK's and pocketfft's real transform (radix 4, a radix-2 stage last where log2 size is odd). That makes
 * the result equal to SciPy's and PyTorch's bit by bit. It matters: beside a loud tone, the logarithm of weak bins shows
 * the rounding, by up to 0.01 against exact arithmetic.
 *
 * Each stage keeps its sub-transforms half-complex: r0, r1, i1, r2, i2, ... with the last real part at the end.
 * `size` is a power of two, 4 or more; anything else is a programming error and throws a RangeError.
 * Source: Swarztrauber, "Vectorizing the FFTs", 1982 (the algorithm of FFTPACK's rfftf).
 */
export function realFft(size: number): RealFft {
  if (!Number.isInteger(Math.log2(size)) || size < 4) {
    throw new RangeError(`An FFT size must be a power of two of at least 4, not ${size}.`);
  }
  const stages = planStages(size);
  const input = new Float32Array(size);
  const scratch = new Float32Array(size);
  const magnitude = new Float32Array(size / 2 + 1);
  const transform = () => {
    let from = input;
    let to = scratch;
    for (const stage of stages) {
      if (stage.radix === 4) radix4(from, to, stage);
      else radix2(from, to, stage);
      [from, to] = [to, from];
    }
    magnitude[0] = Math.abs(from[0] as number);
    magnitude[size / 2] = Math.abs(from[size - 1] as number);
    for (let k = 1; k < size / 2; k++) {
      const re = from[2 * k - 1] as number;
      const im = from[2 * k] as number;
      magnitude[k] = Math.sqrt(f32(f32(re * re) + f32(im * im)));
    }
  };
  return { size, input, magnitude, transform };
}

function planStages(size: number): Stage[] {
  const stages: Stage[] = [];
  for (let inner = 1; inner < size;) {
    const radix = size / inner >= 4 ? 4 : 2;
    const groups = size / (inner * radix);
    const twiddles: number[] = [];
    for (let i = 1; 2 * i < inner; i++) {
      for (let j = 1; j < radix; j++) {
        const angle = (2 * Math.PI * i * j * groups) / size;
        twiddles.push(Math.cos(angle), Math.sin(angle));
      }
    }
    stages.push({ radix, inner, groups, twiddles: Float32Array.from(twiddles) });
    inner *= radix;
  }
  return stages;
}

/** Joins four half-complex sub-transforms of `inner` values into one, for each of `groups` groups. */
function radix4(x: Float32Array, y: Float32Array, { inner, groups, twiddles }: Stage): void {
  const apart = inner * groups;
  const middle = inner / 2;
  for (let group = 0; group < groups; group++) {
    const a = group * inner;
    const b = a + apart;
    const c = b + apart;
    const d = c + apart;
    const p = 4 * a;
    const q = p + inner;
    const r = q + inner;
    const s = r + inner;
    const x0 = x[a] as number;
    const x1 = x[b] as number;
    const x2 = x[c] as number;
    const x3 = x[d] as number;
    const odd = f32(x3 + x1);
    const even = f32(x0 + x2);
    y[r] = x3 - x1;
    y[q + inner - 1] = x0 - x2;
    y[p] = even + odd;
    y[s + inner - 1] = even - odd;
    if (inner === 1) continue;
    const last = inner - 1;
    const m1 = x[b + last] as number;
    const m3 = x[d + last] as number;
    const sum = f32(-HALF_ROOT * f32(m1 + m3));
    const gap = f32(HALF_ROOT * f32(m1 - m3));
    y[p + last] = (x[a + last] as number) + gap;
    y[r + last] = (x[a + last] as number) - gap;
    y[s] = sum + (x[c + last] as number);
    y[q] = sum - (x[c + last] as number);
    for (let i = 1, w = 0; i < middle; i++, w += 6) {
      const re = 2 * i - 1;
      const im = 2 * i;
      const mirrorRe = inner - 2 * i - 1;
      const mirrorIm = inner - 2 * i;
      const c1 = twiddles[w] as number;
      const s1 = twiddles[w + 1] as number;
      const c2 = twiddles[w + 2] as number;
      const s2 = twiddles[w + 3] as number;
      const c3 = twiddles[w + 4] as number;
      const s3 = twiddles[w + 5] as number;
      const br = x[b + re] as number;
      const bi = x[b + im] as number;
      const cr = x[c + re] as number;
      const ci = x[c + im] as number;
      const dr = x[d + re] as number;
      const di = x[d + im] as number;
      const ar = x[a + re] as number;
      const ai = x[a + im] as number;
      const r2 = f32(f32(c1 * br) + f32(s1 * bi));
      const i2 = f32(f32(c1 * bi) - f32(s1 * br));
      const r3 = f32(f32(c2 * cr) + f32(s2 * ci));
      const i3 = f32(f32(c2 * ci) - f32(s2 * cr));
      const r4 = f32(f32(c3 * dr) + f32(s3 * di));
      const i4 = f32(f32(c3 * di) - f32(s3 * dr));
      const oddR = f32(r4 + r2);
      const oddGapR = f32(r4 - r2);
      const oddI = f32(i2 + i4);
      const oddGapI = f32(i2 - i4);
      const evenR = f32(ar + r3);
      const evenGapR = f32(ar - r3);
      const evenI = f32(ai + i3);
      const evenGapI = f32(ai - i3);
      y[p + re] = evenR + oddR;
      y[s + mirrorRe] = evenR - oddR;
      y[p + im] = oddI + evenI;
      y[s + mirrorIm] = oddI - evenI;
      y[r + re] = evenGapR + oddGapI;
      y[q + mirrorRe] = evenGapR - oddGapI;
      y[r + im] = oddGapR + evenGapI;
      y[q + mirrorIm] = oddGapR - evenGapI;
    }
  }
}

/** Joins two half-complex sub-transforms of `inner` values into one, for each of `groups` groups. */
function radix2(x: Float32Array, y: Float32Array, { inner, groups, twiddles }: Stage): void {
  const apart = inner * groups;
  const last = inner - 1;
  for (let group = 0; group < groups; group++) {
    const a = group * inner;
    const b = a + apart;
    const p = 2 * a;
    const q = p + inner;
    y[p] = (x[a] as number) + (x[b] as number);
    y[q + last] = (x[a] as number) - (x[b] as number);
    if (inner === 1) continue;
    y[q] = -(x[b + last] as number);
    y[p + last] = x[a + last] as number;
    for (let i = 1, w = 0; i < inner / 2; i++, w += 2) {
      const re = 2 * i - 1;
      const im = 2 * i;
      const c1 = twiddles[w] as number;
      const s1 = twiddles[w + 1] as number;
      const br = x[b + re] as number;
      const bi = x[b + im] as number;
      const r2 = f32(f32(c1 * br) + f32(s1 * bi));
      const i2 = f32(f32(c1 * bi) - f32(s1 * br));
      y[p + re] = (x[a + re] as number) + r2;
      y[q + inner - 2 * i - 1] = (x[a + re] as number) - r2;
      y[p + im] = i2 + (x[a + im] as number);
      y[q + inner - 2 * i] = i2 - (x[a + im] as number);
    }
  }
}
