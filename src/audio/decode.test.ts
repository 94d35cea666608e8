import { openAsBlob, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bytesOf, demoSample, fileBlob, pitchOf, rms, sharedPath, toneFile } from '../../tests/audio/fixtures';
import { plainWav, text } from '../../tests/audio/wavFile';
import { ProblemError, type Problem } from '../core/problem';
import { Random } from '../core/random';
import { decodeAudio } from './decode';
import { streamSource } from './streamSource';

async function problemOf(blob: Blob, name = 'clip.wav'): Promise<Problem> {
  const error: unknown = await decodeAudio(blob, name).catch((reason: unknown) => reason);
  if (!(error instanceof ProblemError)) throw new Error(`expected a ProblemError, got ${String(error)}`);
  return error.problem;
}

const noise = (length: number, seed = 1) => {
  const rng = new Random(seed);
  return Uint8Array.from({ length }, () => rng.integer(256));
};

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('formats', () => {
  it.each([
    ['tone.flac', 22_050, 1, 11_025],
    ['tone.oga', 22_050, 1, 11_025],
    ['tone.ogg', 22_050, 1, 11_025],
    ['tone.opus', 48_000, 1, 24_000],
    ['tone.mp3', 22_050, 1, 11_025],
    ['tone-picture.mp3', 22_050, 1, 11_025],
    ['tone-stereo.mp3', 44_100, 2, 22_050],
  ])('%s is half a second of 440 Hz', async (name, sampleRate, channelCount, samples) => {
    const audio = await decodeAudio(toneFile(name), name);
    expect([audio.sampleRate, audio.channels.length]).toEqual([sampleRate, channelCount]);
    const [wave = new Float32Array(0)] = audio.channels;
    expect(wave.length).toBe(samples);
    expect(audio.duration).toBeCloseTo(0.5, 6);
    expect(audio.warnings).toEqual([]);
    const middle = wave.slice(wave.length / 4, (3 * wave.length) / 4);
    expect(Math.abs(pitchOf(middle, sampleRate) - 440)).toBeLessThan(2);
    expect(Math.abs(rms(middle) - 0.5 / Math.SQRT2)).toBeLessThan(0.03);
  });

  it('keeps the channels of a stereo file apart', async () => {
    const { channels, sampleRate } = await decodeAudio(toneFile('tone-stereo.mp3'), 'tone-stereo.mp3');
    const pitches = channels.map((channel) => pitchOf(channel.slice(5000, 17_000), sampleRate));
    expect(pitches.map((pitch) => Math.round(pitch / 10))).toEqual([44, 88]);
  });

  it.each(['tone.m4a', 'tone.aac', 'tone.webm'])('%s asks for a browser where there is no WebCodecs', async (name) => {
    const problem = await problemOf(toneFile(name), name);
    expect(problem.code).toBe('audio.no-webcodecs');
    expect(problem.cure).toContain('Convert');
  });

  it('promise 20: believes the content, not the name', async () => {
    expect((await decodeAudio(toneFile('tone.flac'), 'really.mp3')).sampleRate).toBe(22_050);
  });

  it('decodes a FLAC behind an ID3 tag', async () => {
    const tag = new Uint8Array([...text('ID3'), 4, 0, 0, 0, 0, 1, 0, ...new Uint8Array(128)]);
    const audio = await decodeAudio(new Blob([tag, await bytesOf(toneFile('tone.flac'))]), 'tagged.flac');
    expect(audio.channels[0]?.length).toBe(11_025);
  });

  it('decodes the demo samples whole', async () => {
    for (const name of ['tabla_ghe1.flac', 'hat_cats.flac', 'bd_haus.flac']) {
      const audio = await decodeAudio(demoSample(name), name);
      expect(audio.warnings).toEqual([]);
      expect(rms(audio.channels[0] ?? new Float32Array(1))).toBeGreaterThan(1e-3);
    }
  });

  const esc10 = sharedPath('datasets/esc10-esc50-layout/audio');
  it.skipIf(esc10 === null)("decodes ESC-10 clips to the last page's position, without a warning", async () => {
    const names = readdirSync(esc10 ?? '').filter((_, i) => i % 40 === 0);
    expect(names.length).toBe(10);
    for (const name of names) {
      const blob = fileBlob(join(esc10 ?? '', name));
      const bytes = Buffer.from(await blob.arrayBuffer());
      const samples = Number(bytes.readBigInt64LE(bytes.lastIndexOf('OggS') + 6));
      const audio = await decodeAudio(blob, name);
      expect([audio.sampleRate, audio.channels[0]?.length, audio.warnings]).toEqual([44_100, samples, []]);
    }
  });
});

describe('only the wanted beginning', () => {
  it.each(['tone.flac', 'tone.oga', 'tone.ogg', 'tone.opus', 'tone.mp3'])('%s', async (name) => {
    const part = await decodeAudio(toneFile(name), name, { maxSeconds: 0.1 });
    const whole = await decodeAudio(toneFile(name), name);
    const [wave] = part.channels;
    expect(wave?.length).toBe(Math.ceil(0.1 * part.sampleRate));
    expect(wave).toEqual(whole.channels[0]?.slice(0, wave?.length));
    expect(Math.abs(part.duration - 0.5)).toBeLessThan(1e-6);
    expect(part.warnings).toEqual([]);
  });
});

describe('damage', () => {
  it.each(['tone.flac', 'tone.oga', 'tone.ogg', 'tone.mp3'])(
    'promise 23: %s cut short: the rest is kept and flagged',
    async (name) => {
      const bytes = await bytesOf(toneFile(name));
      const audio = await decodeAudio(new Blob([bytes.slice(0, bytes.length * 0.9)]), name);
      expect(audio.warnings.map(({ code }) => code)).toEqual(['audio.truncated']);
      expect(audio.duration).toBeLessThan(0.5);
      expect(audio.channels[0]?.length).toBeGreaterThan(0);
    },
  );

  it.each(['tone.flac', 'tone.oga', 'tone.ogg', 'tone.opus'])(
    'promise 23: %s with one bit changed is flagged, also where only its beginning is used, and in a stream',
    async (name) => {
      const bytes = await bytesOf(toneFile(name));
      // In the sound, behind all headers and the padding of the FLAC, before the end of what is used.
      const at = name === 'tone.flac' ? bytes.length - 2500 : Math.floor(bytes.length * 0.9);
      bytes[at] = (bytes[at] ?? 0) ^ 4;
      const codesOf = (warnings: readonly Problem[]) => warnings.map(({ code }) => code);
      for (const options of [{}, { maxSeconds: 0.25 }]) {
        const { warnings } = await decodeAudio(new Blob([bytes]), name, options);
        expect(codesOf(warnings)).toEqual(['audio.truncated']);
      }
      const told: Problem[] = [];
      const file = new File([bytes], name);
      const source = { kind: 'file', path: name, size: file.size, file } as const;
      for await (const { channels } of streamSource(source, undefined, (warning) => told.push(warning))) {
        expect(channels[0]?.length).toBeGreaterThan(0);
      }
      expect(codesOf(told)).toEqual(['audio.truncated']);
    },
  );

  it('promise 24: flags a FLAC whose header contradicts its frames', async () => {
    const bytes = await bytesOf(toneFile('tone.flac'));
    const rate = bytes.slice();
    rate[18] = 0x0a; // 44,100 Hz in STREAMINFO, 22,050 Hz in the frames
    rate[19] = 0xc4;
    const wrongRate = await decodeAudio(new Blob([rate]), 'rate.flac');
    expect(wrongRate.sampleRate).toBe(22_050);
    expect(wrongRate.warnings.map(({ code }) => code)).toEqual(['audio.mismatch']);
    const more = bytes.slice();
    more[25] = (more[25] ?? 0) ^ 0x40;
    expect((await decodeAudio(new Blob([more]), 'more.flac')).warnings.length).toBe(1);
  });

  it.each([
    ['FLAC', [...text('fLaC'), 0x80, 0, 0, 34]],
    [
      'Ogg Vorbis',
      [...text('OggS'), 0, 2, ...new Array(20).fill(0), 1, 30, 1, ...text('vorbis'), 0, 0, 0, 0, 1, 0x44, 0xac, 0, 0],
    ],
    [
      'Ogg Opus',
      [...text('OggS'), 0, 2, ...new Array(20).fill(0), 1, 19, ...text('OpusHead'), 1, 1, 0, 0, 0x80, 0xbb, 0, 0],
    ],
    ['ID3', [...text('ID3'), 4, 0, 0, 0, 0, 0, 0]],
  ])('promise 28: makes no sound of random bytes behind a good beginning: %s', async (_, head) => {
    const problem = await problemOf(new Blob([new Uint8Array(head as number[]), noise(20_000)]));
    expect(['audio.undecodable', 'audio.not-audio']).toContain(problem.code);
  });

  it('promise 28: makes no sound of random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 40_000 }), async (seed, length) => {
        expect((await problemOf(new Blob([noise(length, seed)]), 'x.mp3')).code).toBe('audio.not-audio');
      }),
      { numRuns: 40 },
    );
  });

  it.each(['tone.flac', 'tone.ogg', 'tone.opus', 'tone.mp3'])(
    '%s with any bytes changed: sound or a ProblemError',
    async (name) => {
      const bytes = await bytesOf(toneFile(name));
      for (let seed = 0; seed < 12; seed++) {
        const rng = new Random(seed);
        const damaged = bytes.slice();
        for (let i = 0; i < 20; i++) damaged[rng.integer(damaged.length)] = rng.integer(256);
        try {
          const audio = await decodeAudio(new Blob([damaged]), name);
          expect(audio.channels[0]?.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ProblemError);
        }
      }
    },
  );
});

describe('what is no sound', () => {
  it.each([
    ['promise 20: a text file named .wav', 'just some notes\nabout sounds', 'text file'],
    ['an error page', '<!DOCTYPE html><html><body>404</body></html>', 'web page'],
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:12', 'Git LFS'],
    ['MIDI', 'MThd\x00\x00\x00\x06', 'MIDI'],
    ['AIFF', 'FORM\x00\x00\x00\x00AIFF', 'AIFF'],
    ['a RIFF picture', 'RIFF\x00\x00\x00\x00WEBPVP8 ', 'RIFF'],
    ['a zip', 'PK\x03\x04\x00\x00', 'zip'],
  ])('%s', async (_, content, words) => {
    const problem = await problemOf(new Blob([new Uint8Array(text(content))]), 'dog <b>.wav');
    expect(problem).toMatchObject({ code: 'audio.not-audio', subject: 'dog <b>.wav', severity: 'error' });
    expect(problem.cause).toContain(words);
    expect(problem.cure).not.toBe('');
  });

  it('promise 20: an empty file', async () => {
    expect((await problemOf(new Blob([]))).code).toBe('audio.empty-file');
  });

  it('promise 32: a file that was removed after it was dropped', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'loaa-decode-'));
    const path = join(folder, 'gone.wav');
    await writeFile(path, plainWav([1, 2, 3]));
    const gone = await openAsBlob(path);
    await rm(folder, { recursive: true });
    expect((await problemOf(gone)).code).toBe('audio.unreadable');
  });
});

it('stops when told', async () => {
  const controller = new AbortController();
  controller.abort();
  await expect(decodeAudio(toneFile('tone.ogg'), 'tone.ogg', { signal: controller.signal })).rejects.toThrow(
    expect.objectContaining({ name: 'AbortError' }),
  );
});
