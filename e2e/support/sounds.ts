import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { data, fmtChunk, int16, wavOf } from '../../tests/audio/wavFile';
import { Random } from '../../src/core/random';

/** A sound of its kind: samples in [-1, 1] at `rate` Hz. */
type Voice = (random: Random, length: number, rate: number) => Float64Array;

const between = (random: Random, low: number, high: number) => low + (high - low) * random.uniform();

/** A plucked note: six harmonics that die away, the higher the faster. */
const tone: Voice = (random, length, rate) => {
  const pitch = 180 * 5 ** random.uniform();
  const decay = between(random, 3, 6);
  return Float64Array.from({ length }, (_, n) => {
    const t = n / rate;
    let sum = 0;
    for (let k = 1; k <= 6; k++)
      sum += (Math.sin(2 * Math.PI * k * pitch * t) / k) * Math.exp(-decay * Math.sqrt(k) * t);
    return 0.4 * sum;
  });
};

/** A few claps: short bursts of noise that die away. */
const noise: Voice = (random, length, rate) => {
  const bursts = Array.from({ length: 3 + random.integer(3) }, () => between(random, 0, 0.45));
  const decay = between(random, 40, 80);
  return Float64Array.from({ length }, (_, n) => {
    const t = n / rate;
    const level = bursts.reduce((sum, start) => (t < start ? sum : sum + Math.exp(-decay * (t - start))), 0);
    return 0.25 * level * random.normal();
  });
};

/** A whistle that rises by an octave or two. */
const chirp: Voice = (random, length, rate) => {
  const from = between(random, 400, 1200);
  const to = from * between(random, 2, 4);
  const seconds = length / rate;
  return Float64Array.from({ length }, (_, n) => {
    const t = n / rate;
    const phase = 2 * Math.PI * (from * t + ((to - from) * t * t) / (2 * seconds));
    return 0.5 * Math.sin(Math.PI * (t / seconds)) * Math.sin(phase);
  });
};

const VOICES = { tone, noise, chirp } as const;
export type VoiceName = keyof typeof VOICES;
export const VOICE_NAMES = ['chirp', 'noise', 'tone'] as const satisfies readonly VoiceName[];

/** Sample rates that recordings come in. */
const RATES = [16_000, 22_050, 44_100] as const;

/** A sound of its kind and nothing else, the same for the same seed: samples in [-1, 1]. */
export function voiceSamples(voice: VoiceName, seed: number, seconds: number, rate: number): Float64Array {
  return VOICES[voice](Random.for(seed, `e2e ${voice}`), Math.round(seconds * rate), rate);
}

/** A wav file of half a second to 0.6 s with some room noise, the same for the same seed. */
export function soundFile(voice: VoiceName, seed: number): Uint8Array<ArrayBuffer> {
  const random = Random.for(seed, `e2e ${voice}`);
  const rate = RATES[random.integer(RATES.length)] ?? RATES[0];
  const samples = VOICES[voice](random, Math.round(rate * between(random, 0.5, 0.6)), rate);
  const body = int16(
    [...samples].map((x) => Math.round(32_000 * Math.max(-1, Math.min(1, x + 0.002 * random.normal())))),
  );
  return wavOf([fmtChunk({ rate }), data(body)]);
}

/** Writes `perClass` sounds of every class, a folder each, below `folder`, and returns it. */
export async function writeSounds(folder: string, perClass: number): Promise<string> {
  for (const voice of VOICE_NAMES) {
    await mkdir(join(folder, voice), { recursive: true });
    for (let i = 0; i < perClass; i++) {
      await writeFile(join(folder, voice, `${voice}_${String(i).padStart(2, '0')}.wav`), soundFile(voice, i));
    }
  }
  return folder;
}
