import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fileBlob, sharedPath, toneFile } from '../../tests/audio/fixtures';
import { data, fmtChunk, int16, plainWav, wavOf } from '../../tests/audio/wavFile';
import { hdf5Bytes, hdf5InNode, syncFile } from '../../tests/files/hdf5';
import { problemFrom } from '../../tests/weights/checkpoints';
import type { Hdf5Source, SourceFile } from '../files/source';
import { decodeAudio } from './decode';
import { prepareSource, type PrepareOptions } from './prepare';

const RATE = 16_000;
const noise = (length: number) =>
  Array.from({ length }, (_, i) => Math.round(20_000 * Math.sin(i * i * 1e-4) * Math.cos(i / 977)));
const options: PrepareOptions = { frontEnd: 'ast', frames: 128, keepWave: true };

function sourceOf(bytes: Uint8Array<ArrayBuffer>, path = 'long.wav'): SourceFile {
  const file = new File([bytes], path);
  return { kind: 'file', path, size: file.size, file };
}

/** A Blob that counts the bytes that are read of it. */
function counted(bytes: Uint8Array<ArrayBuffer>): { blob: Blob; read: () => number } {
  const blob = new Blob([bytes]);
  let read = 0;
  const slice = blob.slice.bind(blob);
  blob.slice = (from = 0, to = bytes.length) => {
    read += Math.min(to, bytes.length) - from;
    return slice(from, to);
  };
  return { blob, read: () => read };
}

describe('a stretch of a recording', () => {
  it.each(['tone.wav', 'tone.flac', 'tone.ogg', 'tone.opus', 'tone.oga', 'tone.mp3'])(
    'of %s is what stands there when all of it is decoded',
    async (name) => {
      const file =
        name === 'tone.wav'
          ? new Blob([wavOf([fmtChunk({ channels: 2, rate: 44_100 }), data(int16(noise(44_100)))])])
          : toneFile(name);
      const whole = await decodeAudio(file, name);
      for (const [fromSeconds, maxSeconds] of [
        [0.1, 0.2],
        [0.0313, 0.01],
        [0.3, 10],
      ] as const) {
        const part = await decodeAudio(file, name, { fromSeconds, maxSeconds });
        const first = Math.round(fromSeconds * whole.sampleRate);
        const end = first + Math.ceil(maxSeconds * whole.sampleRate);
        expect(part.channels).toEqual(whole.channels.map((channel) => channel.slice(first, end)));
        expect(part.duration).toBeCloseTo(whole.duration, 6);
      }
    },
  );

  it('behind the end is empty', async () => {
    for (const name of ['tone.flac', 'tone.ogg', 'tone.mp3']) {
      const { channels } = await decodeAudio(toneFile(name), name, { fromSeconds: 5, maxSeconds: 1 });
      expect(channels[0]?.length ?? 0, name).toBe(0);
    }
  });

  it('of a wav costs the bytes of the stretch, not of the file', async () => {
    const { blob, read } = counted(plainWav(noise(RATE * 150), RATE));
    await decodeAudio(blob, 'a.wav', { fromSeconds: 140, maxSeconds: 1 });
    expect(read()).toBeLessThan(2 * RATE + 2 ** 15 + 1000);
  });

  it('is prepared as if it were a file of its own', async () => {
    const samples = noise(RATE * 3);
    const source = sourceOf(plainWav(samples, RATE));
    const part = await prepareSource(source, { ...options, segment: { start: 1.25, end: 1.75 } });
    const alone = await prepareSource(sourceOf(plainWav(samples.slice(20_000, 28_000), RATE)), options);
    expect(part.wave).toEqual(alone.wave);
    expect(part.features).toEqual(alone.features);
    expect([part.seconds, part.warnings]).toEqual([0.5, []]);
  });

  it('longer than the frames is told as longer, by its own length', async () => {
    const source = sourceOf(plainWav(noise(RATE * 6), RATE));
    const { seconds, warnings, features } = await prepareSource(source, { ...options, segment: { start: 1, end: 4 } });
    expect([seconds, features.frames]).toEqual([3, 128]);
    expect(warnings).toMatchObject([{ code: 'audio.longer', subject: 'long.wav#1-4' }]);
  });

  it.each([
    [2.5, 3.2, 'beyond the end'],
    [7, 8, 'behind the end'],
  ])('promise 37: from %d to %d s, %s, is refused and never padded', async (start, end) => {
    const source = sourceOf(plainWav(noise(RATE * 3), RATE));
    expect(await problemFrom(() => prepareSource(source, { ...options, segment: { start, end } }))).toMatchObject({
      code: 'audio.segment',
      subject: `long.wav#${start}-${end}`,
    });
  });

  it('promise 37: beyond the end is refused also where its beginning would fill the frames', async () => {
    const source = sourceOf(plainWav(noise(RATE * 3), RATE));
    const problem = await problemFrom(() => prepareSource(source, { ...options, segment: { start: 0, end: 9 } }));
    expect(problem.cause).toBe('runs from 0 to 9 s, but the recording lasts 3 s.');
  });

  it('a few milliseconds beyond the end is rounding: it ends with the recording', async () => {
    const source = sourceOf(plainWav(noise(RATE * 3), RATE));
    const { seconds, wave } = await prepareSource(source, { ...options, segment: { start: 2.5, end: 3.02 } });
    expect([seconds, wave?.length]).toEqual([0.5, RATE / 2]);
  });
});

describe('a recording in an HDF5 file', () => {
  beforeAll(hdf5InNode);

  it('gives the same features as a wav of its samples', async () => {
    const values = Float32Array.from(noise(RATE * 3), (value) => value / 32_768);
    const bytes = await hdf5Bytes([{ name: 'P01_01', data: values }]);
    const { file } = syncFile(bytes, 20);
    const source: Hdf5Source = {
      kind: 'hdf5',
      path: 'a.hdf5/P01_01',
      size: file.size,
      file,
      dataset: 'P01_01',
      sampleRate: RATE,
    };
    const segment = { start: 0.5, end: 1.7 };
    const inHdf5 = await prepareSource(source, { ...options, segment });
    const inWav = await prepareSource(sourceOf(plainWav(noise(RATE * 3), RATE)), { ...options, segment });
    expect(inHdf5.features).toEqual(inWav.features);
    expect(await problemFrom(() => prepareSource(source, { ...options, segment: { start: 2, end: 4 } }))).toMatchObject(
      {
        code: 'audio.segment',
        subject: 'a.hdf5/P01_01#2-4',
      },
    );
  });

  const folder = sharedPath('datasets/epic-sounds-layout');
  it.skipIf(folder === null)('an annotated second of EPIC-SOUNDS (needs the reference data sets)', async () => {
    const bytes = new Uint8Array(readFileSync(join(folder ?? '', 'EPIC_audio.hdf5')));
    const { file } = syncFile(bytes, 21);
    const source: Hdf5Source = { kind: 'hdf5', path: 'E/P02_01', size: 0, file, dataset: 'P02_01', sampleRate: 24_000 };
    const segment = { start: 12_000 / 24_000, end: 59_603 / 24_000 };
    const clip = await prepareSource(source, { frontEnd: 'epic', frames: 400, segment });
    expect([clip.features.frames, clip.features.bins, clip.sampleRate]).toEqual([397, 128, 24_000]);
    expect(clip.seconds).toBeCloseTo(47_603 / 24_000, 6);
  });
});

const esc = sharedPath('datasets/esc10-esc50-layout/audio');
it.skipIf(esc === null)('a stretch of a real Ogg Vorbis file (needs the reference data sets)', async () => {
  const blob = fileBlob(join(esc ?? '', '1-100032-A-0.ogg'));
  const whole = await decodeAudio(blob, 'a.ogg');
  const part = await decodeAudio(blob, 'a.ogg', { fromSeconds: 3.5, maxSeconds: 0.75 });
  const first = Math.round(3.5 * whole.sampleRate);
  expect(part.channels[0]).toEqual(whole.channels[0]?.slice(first, first + Math.ceil(0.75 * whole.sampleRate)));
});
