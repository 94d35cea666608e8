import { describe, expect, it } from 'vitest';
import { data, fmtChunk, int16, plainWav, wavOf } from '../../tests/audio/wavFile';
import { problemFrom } from '../../tests/weights/checkpoints';
import { Random } from '../core/random';
import type { SourceFile } from '../files/source';
import { FRONT_ENDS } from './frontEnds';
import { fromByte } from './overviewRows';
import { prepareSource } from './prepare';
import { readWindows, type WindowBatch, type WindowOptions } from './readWindows';

const sourceOf = (bytes: Uint8Array<ArrayBuffer>, path = 'long.wav'): SourceFile => {
  const file = new File([bytes], path);
  return { kind: 'file', path, size: file.size, file };
};
const random = new Random(5);
const noise = (length: number) => Array.from({ length }, () => Math.round(4000 * random.normal()));

const OPTIONS: WindowOptions = { frontEnd: 'ast', frames: 64, hopSeconds: 0.25, batch: 16 };

async function all(source: SourceFile, options: WindowOptions = OPTIONS): Promise<WindowBatch[]> {
  const batches: WindowBatch[] = [];
  for await (const batch of readWindows(source, options)) batches.push(batch);
  return batches;
}

describe('readWindows', () => {
  it('gives the windows of a recording as clips cut out of it would be prepared', async () => {
    const source = sourceOf(plainWav(noise(16_000 * 23)));
    const batches = await all(source);
    expect(batches.map(({ windows }) => windows.length).slice(0, -1)).toEqual(batches.slice(1).map(() => 16));
    expect(batches.map(({ atEnd }) => atEnd)).toEqual(batches.map((_, i) => i === batches.length - 1));
    const starts = batches.flatMap((batch) => batch.starts);
    const windows = batches.flatMap((batch) => batch.windows);
    const seconds = FRONT_ENDS.ast.samplesFor(64) / 16_000;
    expect(starts.slice(0, 3)).toEqual([0, 0.25, 0.5]);
    expect((starts.at(-1) ?? 0) + seconds).toBeCloseTo(23, 9);
    for (const i of [0, 39, 40, starts.length - 2]) {
      const start = starts[i] ?? NaN;
      const segment = { start, end: start + seconds };
      const clip = await prepareSource(source, { frontEnd: 'ast', frames: 64, segment });
      expect(windows[i]).toEqual(clip.features);
    }
    expect(batches.at(-1)?.secondsRead).toBe(23);
  });

  it('averages channels and resamples across blocks without a seam', async () => {
    const mono = noise(44_100 * 21);
    const stereo = mono.flatMap((value) => [value, value]);
    const source = sourceOf(wavOf([fmtChunk({ channels: 2, rate: 44_100 }), data(int16(stereo))]));
    const windows = (await all(source)).flatMap((batch) => batch.windows);
    // The window from 9.75 s on holds the border between the first two blocks, at 10 s.
    const clip = await prepareSource(source, { ...OPTIONS, segment: { start: 9, end: 11 }, keepWave: true });
    const cut = FRONT_ENDS.ast.features((clip.wave ?? new Float32Array()).slice(0.75 * 16_000, 0.75 * 16_000 + 10_480));
    expect(clip.wave?.length).toBe(10_480);
    const of = (await prepareSource(source, { ...OPTIONS, segment: { start: 9.75, end: 10.405 } })).features;
    const streamed = windows[39];
    expect(cut.bins).toBe(128);
    // A clip cut out is resampled with silence around it: its first and last frames hear that, those between do not.
    const worst = Math.max(
      ...Array.from(of.data.slice(2 * 128, 60 * 128), (value, i) =>
        Math.abs(value - (streamed?.data[2 * 128 + i] ?? NaN)),
      ),
    );
    expect(worst).toBeLessThan(2e-3);
  });

  it('takes a recording shorter than a window as one', async () => {
    const batches = await all(sourceOf(plainWav(noise(4000))));
    expect(batches).toHaveLength(1);
    expect(batches[0]).toMatchObject({ starts: [0], atEnd: true, secondsRead: 0.25 });
    expect(batches[0]?.windows[0]?.frames).toBe(23);
  });

  it('draws a small spectrogram on the way: ten columns a second', async () => {
    const quietThenLoud = [...new Array<number>(16_000 * 2).fill(0), ...noise(16_000 * 2)];
    const batches = await all(sourceOf(plainWav(quietThenLoud)));
    const bytes = batches.flatMap(({ columns }) => [...columns]);
    expect(batches[0]?.bands).toBe(64);
    expect(bytes.length / 64).toBeGreaterThanOrEqual(38);
    expect(bytes.length / 64).toBeLessThanOrEqual(40);
    const column = (i: number) => fromByte(bytes[i * 64 + 20] ?? 0);
    expect(column(5)).toBeCloseTo(-15.9, 0);
    expect(column(30)).toBeGreaterThan(-4);
  });

  it('promise 23: tells of a recording that is cut short, once, and gives what there is', async () => {
    const whole = plainWav(noise(16_000 * 21));
    const batches = await all(sourceOf(whole.slice(0, 44 + 16_000 * 2 * 20)));
    expect(batches.at(-1)?.secondsRead).toBe(20);
    expect(batches.flatMap(({ warnings }) => warnings)).toMatchObject([
      { code: 'audio.truncated', subject: 'long.wav', severity: 'warning' },
    ]);
  });

  it('gives what came before a recording breaks off, and then says so', async () => {
    const samples = new Float32Array(16_000 * 12).fill(0.1);
    samples[16_000 * 11] = NaN;
    const bytes = wavOf([fmtChunk({ tag: 3, bits: 32 }), data(new Uint8Array(samples.buffer))]);
    const batches: WindowBatch[] = [];
    const problem = await problemFrom(async () => {
      for await (const batch of readWindows(sourceOf(bytes), OPTIONS)) batches.push(batch);
    });
    expect(problem).toMatchObject({ code: 'audio.not-finite', subject: 'long.wav' });
    expect(batches.flatMap(({ starts }) => starts).length).toBe(32);
  });
});
