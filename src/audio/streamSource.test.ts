import { describe, expect, it } from 'vitest';
import { bytesOf, toneFile } from '../../tests/audio/fixtures';
import { data, fmtChunk, int16, wavOf } from '../../tests/audio/wavFile';
import { problemFrom } from '../../tests/weights/checkpoints';
import type { SourceFile } from '../files/source';
import { decodeAudio } from './decode';
import type { SoundBlock } from './decodeInput';
import { mpegFrames } from './mpegFrames';
import { streamSource } from './streamSource';

const sourceOf = (blob: Blob, path: string): SourceFile => {
  const file = new File([blob], path);
  return { kind: 'file', path, size: file.size, file };
};

async function blocksOf(blob: Blob, path: string): Promise<SoundBlock[]> {
  const blocks: SoundBlock[] = [];
  for await (const block of streamSource(sourceOf(blob, path))) {
    blocks.push({ ...block, channels: block.channels.map((channel) => channel.slice()) });
  }
  return blocks;
}

const channelOf = (blocks: readonly SoundBlock[], c: number) =>
  Float32Array.from(blocks.flatMap(({ channels }) => [...(channels[c] ?? [])]));

/** 25 s at 8 kHz in two channels. */
const longWav = () => {
  const frames = 25 * 8000;
  const samples = Array.from({ length: 2 * frames }, (_, i) => Math.round(9000 * Math.sin(i / 7)));
  return new Blob([wavOf([fmtChunk({ channels: 2, rate: 8000 }), data(int16(samples))])]);
};
/** The frames of an MPEG file many times over, without its tags: a recording of several pieces. */
const longMp3 = async () => {
  const bytes = await bytesOf(toneFile('tone.mp3'));
  const frames = mpegFrames(bytes, 0, Infinity).frames.slice(1);
  const sound = bytes.slice(frames[0]?.offset, (frames.at(-1)?.offset ?? 0) + (frames.at(-1)?.length ?? 0));
  return new Blob(Array.from({ length: 200 }, () => sound));
};

describe('streamSource', () => {
  it.each(['tone.flac', 'tone.ogg', 'tone.opus', 'tone.oga', 'tone.mp3', 'tone-stereo.mp3', 'tone-picture.mp3'])(
    'gives %s as it is decoded all at once',
    async (name) => {
      const whole = await decodeAudio(toneFile(name), name);
      const blocks = await blocksOf(toneFile(name), name);
      expect(blocks.every(({ sampleRate }) => sampleRate === whole.sampleRate)).toBe(true);
      expect(blocks.every(({ channels }) => channels.length === whole.channels.length)).toBe(true);
      whole.channels.forEach((channel, c) => {
        const streamed = channelOf(blocks, c);
        // Ogg's last page may cut the last block; streamed, it is left whole.
        expect(streamed.length - channel.length).toBeGreaterThanOrEqual(0);
        expect(streamed.length - channel.length).toBeLessThan(0.05 * whole.sampleRate);
        expect(streamed.subarray(0, channel.length)).toEqual(channel);
      });
    },
  );

  it('gives a wav in blocks, no sample lost or given twice', async () => {
    const whole = await decodeAudio(longWav(), 'long.wav');
    const blocks = await blocksOf(longWav(), 'long.wav');
    expect(blocks.map(({ channels }) => channels[0]?.length)).toEqual([80_000, 80_000, 40_000]);
    for (const c of [0, 1]) expect(channelOf(blocks, c)).toEqual(whole.channels[c]);
  });

  it('gives an mp3 of many pieces, no frame lost between them', async () => {
    const file = await longMp3();
    const whole = await decodeAudio(file, 'long.mp3');
    const blocks = await blocksOf(file, 'long.mp3');
    expect(file.size).toBeGreaterThan(2 ** 18);
    expect(blocks.length).toBeGreaterThan(2);
    expect(channelOf(blocks, 0)).toEqual(whole.channels[0]);
  });

  it('says what is wrong in the words of every sound', async () => {
    const refused = (blob: Blob, name: string) => problemFrom(() => blocksOf(blob, name));
    expect(await refused(new Blob(['dear diary, today']), 'a.wav')).toMatchObject({
      code: 'audio.not-audio',
      subject: 'a.wav',
    });
    const empty = new Blob([wavOf([fmtChunk(), data(new Uint8Array(0))])]);
    expect(await refused(empty, 'b.wav')).toMatchObject({ code: 'audio.empty-clip' });
    const nan = new Blob([
      wavOf([fmtChunk({ tag: 3, bits: 32 }), data(new Uint8Array(Float32Array.of(0, NaN, 0).buffer))]),
    ]);
    expect(await refused(nan, 'c.wav')).toMatchObject({ code: 'audio.not-finite' });
  });

  it('ends when it is aborted', async () => {
    const controller = new AbortController();
    const stream = streamSource(sourceOf(longWav(), 'long.wav'), controller.signal);
    expect((await stream.next()).done).toBe(false);
    controller.abort();
    await expect(stream.next()).rejects.toThrow(/abort/i);
  });
});
