import { seeded, wavOf } from './benchClips.mjs';

const RATE = 16_000;
/** A burst of noise begins every so many seconds, and is so long. */
const EVERY = 2.5;
const LENGTH = 0.4;

/** A wav of near silence with a burst of noise every few seconds, the same every time: a sound to show a page with. */
export function noiseBursts(seconds) {
  const random = seeded(1);
  const samples = Int16Array.from({ length: Math.round(seconds * RATE) }, (_, i) => {
    const within = (i / RATE) % EVERY;
    const loudness = within < LENGTH ? 0.5 * (1 - within / LENGTH) : 0.001;
    return Math.round(32_000 * loudness * (2 * random() - 1));
  });
  return wavOf(samples, RATE);
}
