/**
 * Triangular mel filters over FFT bins, stored sparsely: filter m weighs bins first[m] .. first[m] + count[m] - 1 with
 * weights[offset[m] ..]. Filters narrower than a bin may be empty.
 */
export interface MelBank {
  readonly bins: number;
  readonly first: Uint32Array;
  readonly offset: Uint32Array;
  readonly count: Uint32Array;
  readonly weights: Float32Array;
}

/** Frequency (Hz) to mel on HTK's scale: 1127 ln(1 + f / 700), which is 2595 log10(1 + f / 700). */
export function hzToMel(hz: number): number {
  return 1127 * Math.log(1 + hz / 700);
}

/** Inverse of `hzToMel`: 700 (exp(m / 1127) - 1). */
export function melToHz(mel: number): number {
  return 700 * (Math.exp(mel / 1127) - 1);
}

export interface MelBankOptions {
  /** Hz. */
  readonly sampleRate: number;
  readonly fftSize: number;
  /** M, the number of filters. */
  readonly bins: number;
  /** Hz, the lower edge of the first and the upper edge of the last filter. */
  readonly low: number;
  readonly high: number;
  /** FFT bins looked at: Kaldi leaves out the Nyquist bin. */
  readonly fftBins: number;
  /** Where the triangles' sides are straight: over mel (Kaldi) or over Hz (librosa, torchaudio.transforms). */
  readonly straightIn: 'mel' | 'hz';
  /** Rounding of every step: to float32 (torchaudio), which shows where a triangle catches a bin by a hair, or none. */
  readonly round: (x: number) => number;
}

/**
 * M triangles whose M + 2 corners are evenly spaced in mel, height 1 (no area normalisation):
 * w[m, k] = max(0, min((x_k - left) / (centre - left), (right - x_k) / (right - centre))), x_k in mel or Hz.
 * Source: torchaudio.compliance.kaldi.get_mel_banks; librosa.filters.mel(htk=True, norm=None).
 */
export function melBank(options: MelBankOptions): MelBank {
  const { sampleRate, fftSize, bins, low, high, fftBins, straightIn, round } = options;
  const lowMel = hzToMel(low);
  const step = round((hzToMel(high) - lowMel) / (bins + 1));
  const corner = (i: number) => {
    const mel = round(round(lowMel) + round(i * step));
    return straightIn === 'mel' ? mel : melToHz(mel);
  };
  const position = (k: number) => {
    const hz = (k * sampleRate) / fftSize;
    return straightIn === 'mel' ? round(1127 * round(Math.log(round(1 + round(hz / 700))))) : hz;
  };
  const first = new Uint32Array(bins);
  const offset = new Uint32Array(bins);
  const count = new Uint32Array(bins);
  const weights: number[] = [];
  for (let m = 0; m < bins; m++) {
    const left = corner(m);
    const centre = corner(m + 1);
    const right = corner(m + 2);
    offset[m] = weights.length;
    for (let k = 0; k < fftBins; k++) {
      const x = position(k);
      const up = round(round(x - left) / round(centre - left));
      const down = round(round(right - x) / round(right - centre));
      const weight = Math.min(up, down);
      if (weight <= 0) continue;
      if (weights.length === offset[m]) first[m] = k;
      weights.push(weight);
    }
    count[m] = weights.length - (offset[m] as number);
  }
  return { bins, first, offset, count, weights: Float32Array.from(weights) };
}

/** Energy of filter m over one spectrum: sum_k w[m, k] s[k]. */
export function melEnergy(bank: MelBank, m: number, spectrum: Float32Array): number {
  const first = bank.first[m] as number;
  const offset = bank.offset[m] as number;
  const count = bank.count[m] as number;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += (bank.weights[offset + i] as number) * (spectrum[first + i] as number);
  return sum;
}
