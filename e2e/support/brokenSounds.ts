import { data, fmtChunk, plainWav, wavOf } from '../../tests/audio/wavFile';
import { soundFile } from './sounds';

/** A file that cannot be used, or only in part, and what the page must say of it. */
export interface BrokenSound {
  readonly what: string;
  readonly name: string;
  readonly bytes: () => Uint8Array;
  /** Whether it is used all the same, with a warning. */
  readonly isUsed: boolean;
  readonly cause: string;
  readonly cure: string;
}

const floatFormat = fmtChunk({ tag: 3, bits: 32 });
const floats = (values: readonly number[]) => new Uint8Array(Float32Array.from(values).buffer);

/** Ten minutes of a quiet beep at 8 kHz. */
function tenMinutes(): Uint8Array {
  const rate = 8000;
  const samples = Int16Array.from({ length: 600 * rate }, (_, n) => 3000 * Math.sin(n / 5));
  return wavOf([fmtChunk({ rate }), data(new Uint8Array(samples.buffer))]);
}

export const BROKEN_SOUNDS: readonly BrokenSound[] = [
  {
    what: 'promise 20: a text file named .wav',
    name: 'notes.wav',
    bytes: () => new TextEncoder().encode('Remember to record the dog tomorrow.\n'),
    isUsed: false,
    cause: 'is a text file, not a sound.',
    cure: 'Remove it, or put the sound file that was meant in its place.',
  },
  {
    what: 'promise 23: a truncated wav',
    name: 'cut.wav',
    bytes: () => {
      const whole = plainWav(Array.from({ length: 16_000 }, (_, n) => Math.round(9000 * Math.sin(n / 7))));
      return whole.subarray(0, 44 + 16_000);
    },
    isUsed: true,
    cause: 'promises 1 s but only 0.5 s could be decoded; these are used.',
    cure: 'Copy the file again from its source',
  },
  {
    what: 'a wav that ends within its header',
    name: 'stub.wav',
    bytes: () => soundFile('tone', 1).subarray(0, 40),
    isUsed: false,
    cause: 'is a WAV file without sound data: it may be cut short.',
    cure: 'Export it again',
  },
  {
    what: 'promise 20: a file of no bytes',
    name: 'empty.wav',
    bytes: () => new Uint8Array(0),
    isUsed: false,
    cause: 'The file is empty.',
    cure: 'Copy or record it again.',
  },
  {
    what: 'a zero-length clip',
    name: 'nothing.wav',
    bytes: () => plainWav([]),
    isUsed: false,
    cause: 'holds no sound at all (zero samples).',
    cure: 'Remove it or record it again.',
  },
  {
    what: 'a ten-minute clip',
    name: 'long.wav',
    bytes: tenMinutes,
    isUsed: true,
    cause: 'lasts 600 s; only the first 10 s are used.',
    cure: 'Cut it into clips, or choose a longer input',
  },
  {
    what: 'promise 26: a wav with NaN samples',
    name: 'nan.wav',
    bytes: () => wavOf([floatFormat, data(floats([...Array<number>(7990).fill(0.1), ...Array<number>(10).fill(NaN)]))]),
    isUsed: false,
    cause: 'has 10 of 8000 samples that are not numbers (NaN)',
    cure: 'Export it again',
  },
];
