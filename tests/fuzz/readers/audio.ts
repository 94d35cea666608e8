import { decodeAudio } from '../../../src/audio/decode';
import { joinPieces } from '../../../src/audio/channels';
import type { SoundBlock } from '../../../src/audio/decodeInput';
import { streamSource } from '../../../src/audio/streamSource';
import type { DecodedAudio } from '../../../src/audio/types';
import type { Problem } from '../../../src/core/problem';
import { bytesOf, demoSample, toneFile } from '../../audio/fixtures';
import { data, fmtChunk, int16, uint32, wavOf } from '../../audio/wavFile';
import type { Seed } from '../damage';
import { reader, type FuzzReader, type Reading } from '../reader';
import { same } from '../same';

/** How a seed is decoded: all of it as for training, its beginning as of a longer clip, or block by block as a recording. */
const WAYS = ['all', 'beginning', 'blocks'] as const;
type Way = (typeof WAYS)[number];

interface HeardSeed extends Seed {
  readonly way: Way;
}

/**
 * What decoders hold of a block, whatever the size of the file: 255 channels of 120 ms at 48 kHz are 6 MB, and are joined
 * and copied once.
 */
const BLOCKS = 2 ** 24;

/** Seconds of a beginning: well inside the seeds, which last half a second. */
const BEGINNING = 0.15;

const everyWay = (seeds: readonly Seed[]): HeardSeed[] =>
  seeds.flatMap((seed) => WAYS.map((way) => ({ ...seed, way })));

const ofTone = async (...names: string[]): Promise<Seed[]> =>
  Promise.all(names.map(async (name) => ({ name, bytes: await bytesOf(toneFile(name)), places: [[0, 200]] })));

async function hear(bytes: Uint8Array<ArrayBuffer>, seed: Seed): Promise<DecodedAudio> {
  const { way } = seed as HeardSeed;
  if (way === 'all') return decodeAudio(new Blob([bytes]), 'fuzz');
  if (way === 'beginning') return decodeAudio(new Blob([bytes]), 'fuzz', { maxSeconds: BEGINNING });
  const file = new File([bytes], 'fuzz');
  const warnings: Problem[] = [];
  const blocks: SoundBlock[] = [];
  const source = { kind: 'file', path: 'fuzz', size: file.size, file } as const;
  for await (const block of streamSource(source, undefined, (warning) => warnings.push(warning))) blocks.push(block);
  const [first] = blocks;
  if (!first) throw new Error('There are no blocks, and no problem.');
  const own = blocks.filter((block) => block.sampleRate === first.sampleRate);
  const length = own.reduce((sum, { channels }) => sum + (channels[0]?.length ?? 0), 0);
  const channels = joinPieces(
    own.map((block) => [...block.channels]),
    length,
  );
  return { channels, sampleRate: first.sampleRate, duration: length / first.sampleRate, warnings };
}

/** What no sound may be, whatever it was made of. */
function unsound({ channels, sampleRate, duration }: DecodedAudio): string | null {
  const length = channels[0]?.length ?? 0;
  if (length === 0) return 'there are no samples';
  if (channels.some((channel) => channel.length !== length)) return 'its channels differ in length';
  if (channels.some((channel) => !channel.every(Number.isFinite))) return 'it has samples that are not finite';
  if (!(Number.isInteger(sampleRate) && sampleRate > 0)) return `its rate is ${sampleRate}`;
  return Number.isFinite(duration) && duration > 0 ? null : `it lasts ${duration} s`;
}

/** Formats with check sums: without a word of warning, the samples are those of the sound file. */
function changedInSilence({ given, sound }: Reading<DecodedAudio>): string | null {
  const odd = unsound(given);
  if (odd !== null || given.warnings.length > 0) return odd;
  const isSame = same(given.channels, sound.channels) && given.sampleRate === sound.sampleRate;
  return isSame ? null : 'other samples, and no warning';
}

const wavSeeds = async (): Promise<Seed[]> => {
  const samples = Array.from({ length: 400 }, (_, i) => Math.round(9000 * Math.sin(i / 5)));
  const plain = wavOf([fmtChunk(), data(int16(samples))]);
  const floats = new Uint8Array(Float32Array.from(samples, (x) => x / 32_768).buffer);
  const float = wavOf([
    fmtChunk({ tag: 3, bits: 32, channels: 2 }),
    { id: 'LIST', body: new Uint8Array(7) },
    data(floats),
  ]);
  const wide = wavOf([fmtChunk({ bits: 24, extensible: true, rate: 44_100 }), data(new Uint8Array(300).fill(9))]);
  const ds64 = Uint8Array.from([
    ...uint32(0),
    ...uint32(0),
    ...uint32(800),
    ...uint32(0),
    ...new Array<number>(12).fill(0),
  ]);
  const rf64 = wavOf([{ id: 'ds64', body: ds64 }, fmtChunk(), data(int16(samples), 0xffffffff)], {
    id: 'RF64',
    size: 0xffffffff,
  });
  const aLaw = wavOf([fmtChunk({ tag: 6, bits: 8 }), data(new Uint8Array(200).fill(0xd5))]);
  const all = { plain, float, wide, rf64, aLaw };
  return everyWay(
    Object.entries(all).map(([name, bytes]) => ({
      name,
      bytes,
      places: [
        [0, 60],
        [0, 60],
        [0, 100],
      ],
    })),
  );
};

export const AUDIO_READERS: readonly FuzzReader[] = [
  reader<DecodedAudio>({
    name: 'wav',
    silence:
      'No check sum: never more samples than there are bytes for, and a file that was only cut is flagged or as before.',
    seeds: wavSeeds,
    read: hear,
    wrong: ({ given, sound, bytes, seed }) => {
      const odd = unsound(given);
      if (odd !== null) return odd;
      const { channels, warnings } = given;
      const values = channels.length * (channels[0]?.length ?? 0);
      if (values > bytes.length) return `${values} samples of ${bytes.length} bytes`;
      const isCut =
        bytes.length < seed.bytes.length && Buffer.compare(bytes, seed.bytes.subarray(0, bytes.length)) === 0;
      if (!isCut || warnings.length > 0 || same(channels, sound.channels)) return null;
      return 'it was cut short, and no warning';
    },
  }),
  reader<DecodedAudio>({
    name: 'flac',
    silence: 'CRC-16 of each frame, the count in STREAMINFO: the same samples, or a warning.',
    seeds: async () =>
      everyWay([
        ...(await ofTone('tone.flac')),
        { name: 'hat_cats.flac', bytes: await bytesOf(demoSample('hat_cats.flac')), places: [[0, 100]] },
      ]),
    read: hear,
    wrong: changedInSilence,
    spare: BLOCKS,
  }),
  reader<DecodedAudio>({
    name: 'ogg-vorbis',
    silence: 'CRC-32 of each page, positions and the last page: the same samples, or a warning.',
    seeds: async () => everyWay(await ofTone('tone.ogg')),
    read: hear,
    wrong: changedInSilence,
    spare: BLOCKS,
  }),
  reader<DecodedAudio>({
    name: 'ogg-opus',
    silence: 'CRC-32 of each page, positions and the last page: the same samples, or a warning.',
    seeds: async () => everyWay(await ofTone('tone.opus')),
    read: hear,
    wrong: changedInSilence,
    spare: BLOCKS,
  }),
  reader<DecodedAudio>({
    name: 'ogg-flac',
    silence: 'CRC-32 of each page, CRC-16 of each frame: the same samples, or a warning.',
    seeds: async () => everyWay(await ofTone('tone.oga')),
    read: hear,
    wrong: changedInSilence,
    spare: BLOCKS,
  }),
  reader<DecodedAudio>({
    name: 'mp3',
    silence:
      'No check sum in these files: finite samples, and never more of them than the frames that fit in the bytes.',
    spare: BLOCKS,
    seeds: async () => everyWay(await ofTone('tone.mp3', 'tone-picture.mp3', 'tone-stereo.mp3')),
    read: hear,
    wrong: ({ given, bytes }) => {
      const odd = unsound(given);
      // The smallest frame that carries sound has 24 bytes and 1,152 samples.
      const most = (Math.ceil(bytes.length / 24) + 1) * 1152;
      const count = given.channels[0]?.length ?? 0;
      return odd ?? (count > most ? `${count} samples of ${bytes.length} bytes` : null);
    },
  }),
];
