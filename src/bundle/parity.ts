import { Random } from '../core/random';
import { writeSafetensors } from '../weights/safetensors';
import type { Parity } from './types';

/**
 * How far another implementation may be away. In weak bins beside loud ones a filterbank's logarithm shows how its FFT rounds,
 * in which PyTorch's own builds differ by up to 0.01; logits are those of a whole model in float32.
 */
export const TOLERANCES = { filterbank: 1e-2, logits: 1e-4 } as const;

/** Hz at which the chirp begins, and the share of the sample rate at which it ends. */
const CHIRP_FROM = 100;
const CHIRP_TO = 0.4;
/** Amplitudes of the chirp and of the noise beneath it, without which bins beside it would hold rounding alone. */
const CHIRP_LEVEL = 0.4;
const NOISE_LEVEL = 0.02;

/**
 * The sound that a bundle is checked with: a linear chirp over seeded noise, nobody's recording.
 * x[i] = 0.4 sin(2 pi (f0 t + (f1 - f0) t^2 / (2 T))) + 0.02 n
 */
export function chirp(sampleRate: number, samples: number): Float32Array {
  const random = Random.for(1, 'chirp');
  const seconds = samples / sampleRate;
  const slope = (CHIRP_TO * sampleRate - CHIRP_FROM) / seconds;
  return Float32Array.from({ length: samples }, (_, i) => {
    const t = i / sampleRate;
    return CHIRP_LEVEL * Math.sin(2 * Math.PI * (CHIRP_FROM * t + (slope * t * t) / 2)) + NOISE_LEVEL * random.normal();
  });
}

/** parity.safetensors: `wave` [n], `filterbank` [T, M] before normalisation, `logits` [C]; the tolerances as metadata. */
export function parityFile(parity: Parity): Uint8Array<ArrayBuffer> {
  const { wave, filterbank, frames, bins, logits, sampleRate } = parity;
  return writeSafetensors(
    new Map([
      ['wave', { shape: [wave.length], data: wave }],
      ['filterbank', { shape: [frames, bins], data: filterbank }],
      ['logits', { shape: [logits.length], data: logits }],
    ]),
    new Map([
      ['format', 'pt'],
      ['sample_rate', String(sampleRate)],
      ['tolerance_filterbank', String(TOLERANCES.filterbank)],
      ['tolerance_logits', String(TOLERANCES.logits)],
    ]),
  );
}
