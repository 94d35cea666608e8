import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { difference, fileBlob, golden, sharedPath, toneFile } from '../../tests/audio/fixtures';
import { data, fmtChunk, int16, plainWav, wavOf } from '../../tests/audio/wavFile';
import { isAbort } from '../core/problem';
import { kaldiFbank } from './fbank';
import { prepareClip, type PrepareOptions } from './prepare';

const options: PrepareOptions = { frontEnd: 'ast', frames: 128, keepWave: true };
const wavBlob = (samples: readonly number[], rate?: number) => new Blob([plainWav(samples, rate)]);
const sine = (n: number, rate: number) =>
  Array.from({ length: n }, (_, i) => Math.round(8000 * Math.sin((2 * Math.PI * 440 * i) / rate)));

describe('prepareClip', () => {
  it('equals the golden features for a float WAV at 16 kHz', async () => {
    const wave = golden('bell.wave');
    const file = wavOf([fmtChunk({ tag: 3, bits: 32 }), data(new Uint8Array(wave.buffer))]);
    const clip = await prepareClip(new Blob([file]), 'bell.wav', options);
    expect(difference(clip.features.data, golden('bell.fbank')).max).toBeLessThan(2e-3);
    expect([clip.features.frames, clip.features.bins, clip.seconds, clip.warnings]).toEqual([98, 128, 1, []]);
    expect(clip.wave).toEqual(wave);
  });

  it('averages the channels and resamples', async () => {
    const left = sine(22_050, 44_100);
    const stereo = new Blob([
      wavOf([fmtChunk({ channels: 2, rate: 44_100 }), data(int16(left.flatMap((x) => [x, 0])))]),
    ]);
    const clip = await prepareClip(stereo, 'stereo.wav', options);
    expect([clip.sampleRate, clip.channelCount, clip.wave?.length]).toEqual([44_100, 2, 8000]);
    const half = await prepareClip(
      wavBlob(
        left.map((x) => x / 2),
        44_100,
      ),
      'half.wav',
      options,
    );
    expect(difference(clip.wave ?? new Float32Array(0), half.wave ?? new Float32Array(0)).max).toBeLessThan(5e-5);
  });

  it('uses only the first seconds of a long clip, as if it ended there, and says so', async () => {
    const long = sine(10 * 16_000, 16_000);
    const clip = await prepareClip(wavBlob(long), 'long.wav', options);
    expect([clip.features.frames, clip.seconds]).toEqual([128, 10]);
    expect(clip.warnings.map(({ code }) => code)).toEqual(['audio.longer']);
    expect(clip.warnings[0]?.cause).toContain('lasts 10 s; only the first 1.3 s are used');
    const wave = Float32Array.from(long.slice(0, 400 + 127 * 160), (x) => x / 32_768 + 0);
    expect(clip.wave).toEqual(wave);
    expect(clip.features).toEqual(kaldiFbank(wave));
  });

  it('resamples the end of a cut clip without an edge', async () => {
    const long = sine(3 * 44_100, 44_100);
    const short = await prepareClip(wavBlob(long, 44_100), 'a.wav', options);
    const longer = await prepareClip(wavBlob(long, 44_100), 'a.wav', { ...options, frames: 200 });
    const samples = short.wave?.length ?? 0;
    expect(short.wave).toEqual(longer.wave?.slice(0, samples));
  });

  it('promise 27: gives one finite frame for less than a window, and says so', async () => {
    const clip = await prepareClip(wavBlob(sine(100, 16_000)), 'click.wav', options);
    expect([clip.features.frames, clip.wave?.length]).toEqual([1, 100]);
    expect(clip.features.data.every(Number.isFinite)).toBe(true);
    expect(clip.warnings.map(({ code }) => code)).toEqual(['audio.short']);
  });

  it('promise 27: gives finite features for silence, and says so', async () => {
    const clip = await prepareClip(wavBlob(new Array<number>(16_000).fill(0)), 'nothing.wav', options);
    expect(clip.features.data.every(Number.isFinite)).toBe(true);
    expect(clip.warnings.map(({ code }) => code)).toEqual(['audio.silent']);
  });

  it('passes on the warnings of the decoder', async () => {
    const whole = plainWav(sine(16_000, 16_000));
    const clip = await prepareClip(new Blob([whole.slice(0, 20_000)]), 'cut.wav', options);
    expect(clip.warnings.map(({ code }) => code)).toEqual(['audio.truncated']);
  });

  it('returns no waveform unless asked', async () => {
    expect((await prepareClip(toneFile('tone.ogg'), 'tone.ogg', { ...options, keepWave: false })).wave).toBeNull();
  });

  it('keeps the whole waveform where windows are to be cut, beside the same features, and has nothing to say', async () => {
    const long = sine(10 * 16_000, 16_000);
    const cut = await prepareClip(wavBlob(long), 'long.wav', options);
    const whole = await prepareClip(wavBlob(long), 'long.wav', { ...options, whole: true });
    expect(whole.features).toEqual(cut.features);
    expect(whole.wave).toEqual(Float32Array.from(long, (x) => x / 32_768 + 0));
    expect(whole.warnings).toEqual([]);
    expect(
      (await prepareClip(wavBlob(long), 'long.wav', { ...options, whole: true, keepWave: false })).wave,
    ).toBeNull();
  });

  it('makes EPIC-SOUNDS features from any rate', async () => {
    const clip = await prepareClip(toneFile('tone.ogg'), 'tone.ogg', { frontEnd: 'epic', frames: 400 });
    expect([clip.features.frames, clip.features.bins]).toEqual([101, 128]);
  });

  it('stops when told', async () => {
    const controller = new AbortController();
    const running = prepareClip(toneFile('tone.flac'), 'tone.flac', { ...options, signal: controller.signal });
    controller.abort();
    expect(isAbort(await running.catch((error: unknown) => error))).toBe(true);
  });

  const digit = sharedPath('datasets/digits-speech-commands-layout/zero');
  it.skipIf(digit === null)('prepares a real clip of 8 kHz', async () => {
    const clip = await prepareClip(fileBlob(join(digit ?? '', 'george_nohash_0.wav')), 'zero.wav', options);
    expect(clip.sampleRate).toBe(8000);
    expect(clip.features.frames).toBe(Math.floor((clip.seconds * 16_000 - 400) / 160) + 1);
    expect(clip.warnings).toEqual([]);
  });
});
