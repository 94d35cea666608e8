/** torchaudio's defaults: zero crossings of the sinc on each side, and the cut-off as a share of Nyquist. */
const LOWPASS_WIDTH = 6;
const ROLLOFF = 0.99;
/** Kernels of at most this many taps in all are kept (16 MB); beyond, phases are computed as they come. */
const MAX_KEPT_TAPS = 2 ** 21;
/** Pairs of rates whose kernels are kept at a time. */
const MAX_KERNELS = 8;

/** The filter of one output phase: input samples `first` .. `first + taps.length - 1`, relative to the block's start. */
interface Phase {
  readonly first: number;
  readonly taps: Float64Array;
}

interface Kernel {
  /** Input and output samples of one block: the rates over their greatest common divisor. */
  readonly from: number;
  readonly to: number;
  readonly phases: (Phase | undefined)[];
  kept: number;
}

const KERNELS = new Map<string, Kernel>();

/**
 * Windowed-sinc resampling: n samples at `from` Hz to ceil(to n / from) samples at `to` Hz, both whole numbers above 0.
 *
 * y[i] = sum_j x[j] h(j / from - i / to), h(t) = (b / from) sinc(b t) cos^2(pi b t / 12) for |b t| < 6, else 0, with the
 * rates over their greatest common divisor, b = 0.99 min(from, to), and zeros outside the clip. One filter per
 * output phase (i mod to), computed once per pair of rates.
 * Source: torchaudio.functional.resample(resampling_method='sinc_interp_hann', lowpass_filter_width=6, rolloff=0.99).
 */
export function resample(wave: Float32Array, from: number, to: number): Float32Array {
  if (!(Number.isInteger(from) && Number.isInteger(to) && from > 0 && to > 0)) {
    throw new RangeError(`Sample rates must be whole numbers above 0, not ${from} and ${to}.`);
  }
  if (from === to) return wave;
  const kernel = kernelFor(from, to);
  const out = new Float32Array(Math.ceil((kernel.to * wave.length) / kernel.from));
  for (let p = 0; p < Math.min(kernel.to, out.length); p++) {
    const { first, taps } = phaseOf(kernel, p);
    for (let i = p, block = 0; i < out.length; i += kernel.to, block += kernel.from) {
      const start = block + first;
      const low = Math.max(0, -start);
      const high = Math.min(taps.length, wave.length - start);
      let sum = 0;
      for (let k = low; k < high; k++) sum += (wave[start + k] as number) * (taps[k] as number);
      out[i] = sum;
    }
  }
  return out;
}

function kernelFor(from: number, to: number): Kernel {
  const key = `${from}:${to}`;
  let kernel = KERNELS.get(key);
  if (!kernel) {
    const divisor = greatestCommonDivisor(from, to);
    kernel = { from: from / divisor, to: to / divisor, phases: [], kept: 0 };
    if (KERNELS.size >= MAX_KERNELS) KERNELS.clear();
    KERNELS.set(key, kernel);
  }
  return kernel;
}

function phaseOf(kernel: Kernel, p: number): Phase {
  const held = kernel.phases[p];
  if (held) return held;
  const phase = makePhase(kernel.from, kernel.to, p);
  if (kernel.kept + phase.taps.length <= MAX_KEPT_TAPS) {
    kernel.phases[p] = phase;
    kernel.kept += phase.taps.length;
  }
  return phase;
}

/** Input samples that a filter reaches to either side of its centre; rates over their greatest common divisor. */
export function reachOf(from: number, to: number): number {
  return (LOWPASS_WIDTH * from) / (Math.min(from, to) * ROLLOFF);
}

function makePhase(from: number, to: number, p: number): Phase {
  const cutOff = Math.min(from, to) * ROLLOFF;
  const centre = (p * from) / to;
  const reach = reachOf(from, to);
  const first = Math.ceil(centre - reach);
  const taps = new Float64Array(Math.floor(centre + reach) - first + 1);
  for (let k = 0; k < taps.length; k++) {
    const t = cutOff * ((first + k) / from - p / to);
    const window = Math.cos((Math.PI * t) / (2 * LOWPASS_WIDTH)) ** 2;
    const sinc = t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
    taps[k] = (cutOff / from) * sinc * window;
  }
  return { first, taps };
}

export function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
