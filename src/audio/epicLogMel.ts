import { melBank, melEnergy } from './melBank';
import { realFft, type RealFft } from './realFft';
import type { Features } from './types';

const SAMPLE_RATE = 24_000;
const FFT_SIZE = 2048;
const WINDOW_SIZE = 240;
export const EPIC_SHIFT = 120;
export const EPIC_BINS = 128;
const FLOOR = 1e-6;

/** Periodic Hann window, as scipy.signal.get_window('hann', 240). */
const WINDOW = Float64Array.from(
  { length: WINDOW_SIZE },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW_SIZE),
);
const BANK = melBank({
  sampleRate: SAMPLE_RATE,
  fftSize: FFT_SIZE,
  bins: EPIC_BINS,
  low: 0,
  high: SAMPLE_RATE / 2,
  fftBins: FFT_SIZE / 2 + 1,
  straightIn: 'hz',
  round: (x) => x,
});

let plan: RealFft | null = null;

/**
 * EPIC-SOUNDS' log-mel features of 24 kHz mono samples: [T, 128], T = 1 + floor(n / 120), 0 where n is 0.
 *
 * Frame t is centred on sample 120 t, with zeros outside the clip; 10 ms Hann window; 2048-point FFT; magnitude;
 * 128 HTK mel triangles over 0 .. 12 kHz without area normalisation; ln(energy + 1e-6). The window lies at the start of
 * the transform instead of its middle: a shift in time, which magnitudes do not see.
 * Source: librosa.stft(n_fft=2048, win_length=240, hop_length=120, center=True), librosa.filters.mel(htk=True, norm=None),
 * as in the auditory SlowFast of EPIC-SOUNDS.
 */
export function epicLogMel(wave: Float32Array): Features {
  plan ??= realFft(FFT_SIZE);
  const { input, magnitude } = plan;
  const frames = wave.length === 0 ? 0 : 1 + Math.floor(wave.length / EPIC_SHIFT);
  const data = new Float32Array(frames * EPIC_BINS);
  for (let t = 0; t < frames; t++) {
    const start = t * EPIC_SHIFT - WINDOW_SIZE / 2;
    for (let i = 0; i < WINDOW_SIZE; i++) input[i] = (wave[start + i] ?? 0) * (WINDOW[i] as number);
    input.fill(0, WINDOW_SIZE);
    plan.transform();
    const row = t * EPIC_BINS;
    for (let m = 0; m < EPIC_BINS; m++) data[row + m] = Math.log(melEnergy(BANK, m, magnitude) + FLOOR);
  }
  return { data, frames, bins: EPIC_BINS };
}
