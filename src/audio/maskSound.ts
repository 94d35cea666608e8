import { complexFft } from './complexFft';

/** How loud each moment and frequency stays: a factor for a time in seconds and a frequency in Hz. */
export type Gain = (seconds: number, hertz: number) => number;

/** Length of the analysis windows: as the front end's, a few tens of milliseconds. */
const WINDOW_SECONDS = 0.032;
/** Windows that overlap at every sample. */
const OVERLAP = 4;

/**
 * A sound through a time-frequency mask: short-time Fourier transform, each value times its gain, inverse transform with
 * overlap-add. Windows are the root of Hann's, before and after, and the sum of their squares is divided out: with gains of
 * one the sound comes back as it was.
 * Source: Griffin and Lim, "Signal estimation from modified short-time Fourier transform", 1984, equation 6.
 */
export function maskSound(samples: Float32Array, sampleRate: number, gain: Gain): Float32Array {
  const size = 2 ** Math.round(Math.log2(WINDOW_SECONDS * sampleRate));
  const hop = size / OVERLAP;
  const fft = complexFft(size);
  const window = Float64Array.from({ length: size }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / size));
  const sum = new Float64Array(samples.length);
  const weight = new Float64Array(samples.length);
  for (let start = hop - size; start < samples.length; start += hop) {
    for (let i = 0; i < size; i++) {
      fft.re[i] = (samples[start + i] ?? 0) * (window[i] as number);
      fft.im[i] = 0;
    }
    fft.forward();
    const seconds = (start + size / 2) / sampleRate;
    for (let k = 0; k <= size / 2; k++) {
      const factor = gain(seconds, (k * sampleRate) / size);
      scale(fft, k, factor);
      if (k > 0 && k < size / 2) scale(fft, size - k, factor);
    }
    fft.inverse();
    for (let i = Math.max(0, -start); i < size && start + i < samples.length; i++) {
      const w = window[i] as number;
      sum[start + i] = (sum[start + i] as number) + (fft.re[i] as number) * w;
      weight[start + i] = (weight[start + i] as number) + w * w;
    }
  }
  return Float32Array.from(sum, (value, i) => value / (weight[i] as number));
}

function scale({ re, im }: { readonly re: Float64Array; readonly im: Float64Array }, k: number, factor: number): void {
  re[k] = (re[k] as number) * factor;
  im[k] = (im[k] as number) * factor;
}
