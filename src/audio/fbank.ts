import { float32Sum } from './float32Sum';
import { melBank, melEnergy } from './melBank';
import { realFft } from './realFft';
import type { Features } from './types';

/** Samples of a 25 ms window and of a 10 ms shift at 16 kHz. */
export const KALDI_WINDOW = 400;
export const KALDI_SHIFT = 160;
export const KALDI_BINS = 128;
const SAMPLE_RATE = 16_000;
const FFT_SIZE = 512;
const FLOAT32_EPSILON = 2 ** -23;

/** The value of a bin without energy: ln of float32's epsilon. */
export const KALDI_FLOOR = Math.log(FLOAT32_EPSILON);

const f32 = Math.fround;
const PRE_EMPHASIS = f32(0.97);
const WINDOW = hannWindow();
const BANK = melBank({
  sampleRate: SAMPLE_RATE,
  fftSize: FFT_SIZE,
  bins: KALDI_BINS,
  low: 20,
  high: SAMPLE_RATE / 2,
  fftBins: FFT_SIZE / 2,
  straightIn: 'mel',
  round: f32,
});
const FFT = realFft(FFT_SIZE);

/**
 * AST's log-mel filterbank of 16 kHz mono samples in [-1, 1]: [T, 128], T = 1 + floor((n - 400) / 160), 0 where n < 400.
 *
 * The waveform's mean removed; then per frame: mean removed; pre-emphasis x[i] - 0.97 x[i - 1] with x[-1] = x[0];
 * symmetric Hann window; zeros up to 512; power spectrum; 128 HTK-style mel triangles over 20 .. 8000 Hz;
 * ln(max(energy, 2^-23)). No dither, no energy column.
 *
 * Up to the power spectrum every step is rounded to float32 in torchaudio's order. In weak bins beside a loud tone the
 * logarithm shows that rounding: exact arithmetic is up to 0.01 away from torchaudio there, this is 1e-4 or less.
 * Source: torchaudio.compliance.kaldi.fbank(htk_compat=True, use_energy=False, window_type='hanning',
 * num_mel_bins=128, dither=0, frame_shift=10), after YuanGongND/ast, src/dataloader.py.
 */
export function kaldiFbank(wave: Float32Array): Features {
  const frames = wave.length < KALDI_WINDOW ? 0 : 1 + Math.floor((wave.length - KALDI_WINDOW) / KALDI_SHIFT);
  const data = new Float32Array(frames * KALDI_BINS);
  const centred = withoutMean(wave);
  const { magnitude } = FFT;
  for (let t = 0; t < frames; t++) {
    loadFrame(centred, t * KALDI_SHIFT, FFT.input);
    FFT.transform();
    for (let k = 0; k < magnitude.length; k++) magnitude[k] = (magnitude[k] as number) * (magnitude[k] as number);
    for (let m = 0; m < KALDI_BINS; m++) {
      data[t * KALDI_BINS + m] = Math.log(Math.max(melEnergy(BANK, m, magnitude), FLOAT32_EPSILON));
    }
  }
  return { data, frames, bins: KALDI_BINS };
}

function withoutMean(wave: Float32Array): Float32Array {
  const mean = f32(float32Sum(wave, 0, wave.length) / wave.length);
  const out = new Float32Array(wave.length);
  for (let i = 0; i < wave.length; i++) out[i] = (wave[i] as number) - mean;
  return out;
}

/** One frame, centred, pre-emphasised and windowed, with zeros behind it, into `out` (512). */
function loadFrame(wave: Float32Array, start: number, out: Float32Array): void {
  const mean = f32(float32Sum(wave, start, KALDI_WINDOW) / KALDI_WINDOW);
  let previous = f32((wave[start] as number) - mean);
  for (let i = 0; i < KALDI_WINDOW; i++) {
    const x = f32((wave[start + i] as number) - mean);
    out[i] = f32(x - f32(PRE_EMPHASIS * previous)) * (WINDOW[i] as number);
    previous = x;
  }
  out.fill(0, KALDI_WINDOW);
}

/**
 * torch.hann_window(400, periodic=False): 0.5 - 0.5 cos(2 pi i / 399) in float32. PyTorch's vectorised cosine is the
 * nearest float32 but for these samples, where it is the next one above or below.
 */
function hannWindow(): Float32Array {
  const above = [19, 68, 150, 155, 235, 329, 337];
  const below = [267, 358];
  const step = f32((2 * Math.PI) / (KALDI_WINDOW - 1));
  const cosine = Float32Array.from({ length: KALDI_WINDOW }, (_, i) => Math.cos(f32(i * step)));
  const bits = new Int32Array(cosine.buffer);
  const nudge = (i: number, by: number) => {
    bits[i] = (bits[i] as number) + ((cosine[i] as number) < 0 ? -by : by);
  };
  for (const i of above) nudge(i, 1);
  for (const i of below) nudge(i, -1);
  return cosine.map((c) => f32(-0.5 * c) + 0.5);
}
