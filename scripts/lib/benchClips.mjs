import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rates that recordings come in, by turns. Hz. */
const RATES = [16_000, 22_050, 44_100, 48_000];
/** Sounds that clips are mixed of. */
const VOICES = 48;
const HEADER_BYTES = 44;
const CLASSES = 10;

/** Numbers in [0, 1), the same for the same seed: x <- x 1664525 + 1013904223 mod 2^32 (Knuth; Numerical Recipes). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** A voice of so many samples: a gliding tone that trembles, and noise that comes and goes. */
function voice(length, random) {
  const from = 0.005 + 0.1 * random();
  const to = 0.005 + 0.1 * random();
  const tremble = 0.0001 + 0.002 * random();
  const noise = 0.3 * random();
  return Float32Array.from({ length }, (_, n) => {
    const loud = 0.5 + 0.5 * Math.sin(n * tremble);
    return loud * (Math.sin(n * (from + ((to - from) * n) / (2 * length))) + noise * (random() - 0.5));
  });
}

/** A 16-bit mono wav file. */
export function wavOf(samples, rate) {
  const bytes = Buffer.alloc(HEADER_BYTES + 2 * samples.length);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(2 * rate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(2 * samples.length, 40);
  bytes.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), HEADER_BYTES);
  return bytes;
}

/** Two voices at once, each from a place of its own. */
function mixed(voices, length, random) {
  const [a, b] = [0, 1].map(() => voices[Math.floor(random() * voices.length)]);
  const [startA, startB] = [a, b].map((one) => Math.floor(random() * (one.length - length)));
  const share = random();
  return Int16Array.from({ length }, (_, n) => 15_000 * (share * a[startA + n] + (1 - share) * b[startB + n]));
}

/**
 * Writes so many different wav files of so many seconds into folders by class, `RATES` by turns, and returns `folder`. The
 * same numbers give the same files.
 */
export function writeClips(folder, count, seconds) {
  const random = seeded(1);
  const longest = Math.ceil(1.5 * seconds * Math.max(...RATES));
  const voices = Array.from({ length: VOICES }, () => voice(longest, random));
  for (let i = 0; i < count; i++) {
    const label = join(folder, `class-${i % CLASSES}`);
    if (i < CLASSES) mkdirSync(label, { recursive: true });
    const rate = RATES[Math.floor(i / CLASSES) % RATES.length];
    writeFileSync(join(label, `clip-${i}.wav`), wavOf(mixed(voices, Math.round(rate * seconds), random), rate));
  }
  return folder;
}
