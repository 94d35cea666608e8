import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Random } from '../../src/core/random';
import { plainWav } from '../../tests/audio/wavFile';
import { voiceSamples, VOICE_NAMES, type VoiceName } from './sounds';

const RATE = 16_000;
const EVENT_SECONDS = 0.6;

/** A sound at a known place of a recording. Seconds. */
export interface Placed {
  readonly label: VoiceName;
  readonly start: number;
  readonly end: number;
}

const room = (random: Random, length: number) => Float64Array.from({ length }, () => 0.002 * random.normal());
const toInt16 = (samples: Float64Array) => [...samples].map((x) => Math.round(32_000 * Math.max(-1, Math.min(1, x))));

/** A recording of a quiet room in which so many sounds come, one after the other, with a second or two between them. */
export function longRecording(
  events: number,
  seed: number,
): { wav: Uint8Array<ArrayBuffer>; placed: readonly Placed[] } {
  const random = Random.for(seed, 'long recording');
  const placed: Placed[] = [];
  let at = 1;
  for (let i = 0; i < events; i++) {
    placed.push({ label: VOICE_NAMES[i % VOICE_NAMES.length] ?? 'tone', start: at, end: at + EVENT_SECONDS });
    at += EVENT_SECONDS + 1.2 + random.uniform();
  }
  const samples = room(random, Math.round((at + 1) * RATE));
  placed.forEach(({ label, start }, i) => {
    const sound = voiceSamples(label, 5000 + i, EVENT_SECONDS, RATE);
    const first = Math.round(start * RATE);
    sound.forEach((x, n) => (samples[first + n] = (samples[first + n] ?? 0) + x));
  });
  return { wav: plainWav(toInt16(samples), RATE), placed };
}

/** Clips of the room alone, in a folder of their own: what a model is to take for nothing. */
export async function writeQuiet(folder: string, count: number): Promise<void> {
  await mkdir(join(folder, 'quiet'), { recursive: true });
  for (let i = 0; i < count; i++) {
    const samples = room(Random.for(i, 'quiet'), RATE);
    await writeFile(join(folder, 'quiet', `quiet_${i}.wav`), plainWav(toInt16(samples), RATE));
  }
}

/** What a microphone is to hear: stretches of one sound again and again, one kind after the other. */
export function microphoneSound(kinds: readonly VoiceName[], secondsEach: number): Uint8Array<ArrayBuffer> {
  const random = Random.for(1, 'microphone');
  const rate = 48_000;
  const samples = room(random, kinds.length * secondsEach * rate);
  kinds.forEach((label, k) => {
    for (let i = 0; i * EVENT_SECONDS < secondsEach; i++) {
      const first = Math.round((k * secondsEach + i * EVENT_SECONDS) * rate);
      const last = Math.round((k + 1) * secondsEach * rate);
      voiceSamples(label, 100 * k + i, EVENT_SECONDS, rate).forEach((x, n) => {
        if (first + n < last) samples[first + n] = (samples[first + n] ?? 0) + x;
      });
    }
  });
  return plainWav(toInt16(samples), rate);
}
