import { kaldiFbank } from '../audio/fbank';
import { Random } from '../core/random';

const SAMPLE_RATE = 16_000;
/** Passes before the counted ones: the browser compiles what it finds busy. */
const WARM_UP = 5;

/** Times of AST's filterbank over one sound, with the sound and what came of it, for others to be compared with. */
export interface FbankMeasure {
  /** Of each counted pass. */
  readonly ms: readonly number[];
  readonly wave: Float32Array<ArrayBuffer>;
  /** [T, 128] */
  readonly features: Float32Array<ArrayBuffer>;
}

/** `times` passes over so many seconds of a seeded sound, on the calling thread alone. */
export function timeFbank(seconds: number, times: number): FbankMeasure {
  const wave = madeSound(seconds);
  for (let i = 0; i < WARM_UP; i++) kaldiFbank(wave);
  const ms: number[] = [];
  while (ms.length < times) {
    const started = performance.now();
    kaldiFbank(wave);
    ms.push(performance.now() - started);
  }
  return { ms, wave, features: Float32Array.from(kaldiFbank(wave).data) };
}

/** A whistle that rises from 200 to 4,000 Hz in some noise: loud and weak bins in every frame. */
function madeSound(seconds: number): Float32Array<ArrayBuffer> {
  const random = Random.for(1, 'fbank');
  const length = Math.round(seconds * SAMPLE_RATE);
  return Float32Array.from({ length }, (_, n) => {
    const t = n / SAMPLE_RATE;
    const phase = 2 * Math.PI * (200 * t + (1900 * t * t) / seconds);
    return 0.4 * Math.sin(phase) + 0.02 * random.normal();
  });
}
