import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { data, fmtChunk, int16, plainWav, text, uint32, wavOf, type WavChunk } from '../../tests/audio/wavFile';
import { ProblemError } from '../core/problem';
import { decodeAudio } from './decode';

const decode = (bytes: Uint8Array<ArrayBuffer>, maxSeconds?: number) =>
  decodeAudio(new Blob([bytes]), 'a.wav', maxSeconds === undefined ? {} : { maxSeconds });

async function problemOf(bytes: Uint8Array<ArrayBuffer>) {
  const error: unknown = await decode(bytes).catch((reason: unknown) => reason);
  if (!(error instanceof ProblemError)) throw new Error(`expected a ProblemError, got ${String(error)}`);
  return error.problem;
}

const samplesOf = async (bytes: Uint8Array<ArrayBuffer>) =>
  (await decode(bytes)).channels.map((channel) => [...channel]);
const four = int16([100, -200, 300, -400]);
const asFloats = [100, -200, 300, -400].map((value) => Math.fround(value / 32_768));

describe('sample formats', () => {
  const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  it.each([
    ['8 bit unsigned', { bits: 8 }, Uint8Array.of(0, 128, 255), [-1, 0, 127 / 128]],
    ['16 bit', { bits: 16 }, int16([-32_768, 0, 32_767]), [-1, 0, 32_767 / 32_768]],
    ['24 bit', { bits: 24 }, Uint8Array.of(0, 0, 0x80, 0, 0, 0, 255, 255, 0x7f), [-1, 0, (2 ** 23 - 1) / 2 ** 23]],
    ['24 bit, small', { bits: 24 }, Uint8Array.of(1, 0, 0, 255, 255, 255), [2 ** -23, -(2 ** -23)]],
    ['32 bit', { bits: 32 }, bytesOf(Int32Array.of(-(2 ** 31), 0, 2 ** 30)), [-1, 0, 0.5]],
    ['12 bit in 16', { bits: 12 }, int16([-32_768, 16_384]), [-1, 0.5]],
    ['32 bit float', { bits: 32, tag: 3 }, bytesOf(Float32Array.of(-1.5, 0.25)), [-1.5, 0.25]],
    ['64 bit float', { bits: 64, tag: 3 }, bytesOf(Float64Array.of(-1, 0.25)), [-1, 0.25]],
    [
      'A-law',
      { bits: 8, tag: 6 },
      Uint8Array.of(0xd5, 0x55, 0xaa, 0x2a),
      [8, -8, 32_256, -32_256].map((x) => x / 32_768),
    ],
    [
      'mu-law',
      { bits: 8, tag: 7 },
      Uint8Array.of(0xff, 0x7f, 0x80, 0x00),
      [0, 0, 32_124, -32_124].map((x) => x / 32_768),
    ],
    ['extensible 24 bit', { bits: 24, extensible: true }, Uint8Array.of(0, 0, 0xc0), [-0.5]],
  ] as const)('%s', async (_, fmt, body, expected) => {
    const [channel] = await samplesOf(wavOf([fmtChunk(fmt), data(body)]));
    expect(channel?.map((x) => x + 0)).toEqual(expected.map((x) => Math.fround(x)));
  });

  it('keeps channels apart, 64 of them, at any rate', async () => {
    const body = int16(Array.from({ length: 128 }, (_, i) => i * 256));
    const audio = await decode(wavOf([fmtChunk({ channels: 64, rate: 1 }), data(body)]));
    expect(audio.sampleRate).toBe(1);
    expect(audio.channels.map((channel) => [...channel])).toEqual(
      Array.from({ length: 64 }, (_, c) => [c / 128, (c + 64) / 128]),
    );
  });
});

describe('odd but sound files', () => {
  it.each([
    ['promise 21: RIFF size 0', wavOf([fmtChunk(), data(four)], { size: 0 })],
    ['promise 21: RIFF size 2^32 - 1', wavOf([fmtChunk(), data(four)], { size: 0xffffffff })],
    ['promise 21: RIFF size too small', wavOf([fmtChunk(), data(four)], { size: 4 })],
    ['promise 21: streamed: both sizes open', wavOf([fmtChunk(), data(four, 0xffffffff)], { size: 0xffffffff })],
    ['promise 21: streamed: both sizes 0', wavOf([fmtChunk(), data(four, 0)], { size: 0 })],
    ['promise 21: LIST before fmt', wavOf([{ id: 'LIST', body: new Uint8Array(26) }, fmtChunk(), data(four)])],
    ['promise 21: data before fmt', wavOf([data(four), fmtChunk()])],
    ['promise 21: odd chunk with padding', wavOf([fmtChunk(), { id: 'junk', body: new Uint8Array(7) }, data(four)])],
    [
      'promise 21: odd chunk without padding',
      wavOf([fmtChunk(), { id: 'junk', body: new Uint8Array(7).fill(1), padded: false }, data(four)]),
    ],
    ['promise 21: a tag behind the samples', wavOf([fmtChunk(), data(four), { id: 'id3 ', body: new Uint8Array(50) }])],
    ['a fmt chunk with more in it', wavOf([{ id: 'fmt ', body: Uint8Array.of(...fmtChunk().body, 0, 0) }, data(four)])],
    [
      'RF64',
      wavOf(
        [
          {
            id: 'ds64',
            body: Uint8Array.from([...uint32(0), ...uint32(0), ...uint32(8), ...uint32(0), ...new Array(12).fill(0)]),
          },
          fmtChunk(),
          data(four, 0xffffffff),
          { id: 'LIST', body: new Uint8Array(8) },
        ],
        { id: 'RF64', size: 0xffffffff },
      ),
    ],
  ])('%s', async (_, bytes) => {
    const audio = await decode(bytes);
    expect(audio.channels.map((channel) => [...channel])).toEqual([asFloats]);
    expect(audio.warnings).toEqual([]);
    expect(audio.duration).toBe(4 / 16_000);
  });
});

describe('damaged files', () => {
  it('promise 23: keeps the decoded part of a truncated file and says so', async () => {
    const whole = plainWav(new Array<number>(16_000).fill(1000));
    const audio = await decode(whole.slice(0, 44 + 8001));
    expect(audio.channels[0]?.length).toBe(4000);
    expect(audio.duration).toBe(0.25);
    expect(audio.warnings.map(({ code, subject }) => [code, subject])).toEqual([['audio.truncated', 'a.wav']]);
    expect(audio.warnings[0]?.cause).toContain('promises 1 s but only 0.25 s');
  });

  it('promise 25: does not believe a header that promises ten hours', async () => {
    const audio = await decode(wavOf([fmtChunk(), data(four, 16_000 * 2 * 36_000)]));
    expect(audio.channels[0]?.length).toBe(4);
    expect(audio.duration).toBe(4 / 16_000);
    expect(audio.warnings[0]?.cause).toContain('36000 s');
  });

  it.each([
    ['promise 22: 0 Hz', wavOf([fmtChunk({ rate: 0 }), data(four)]), 'audio.sample-rate'],
    ['promise 22: 0 channels', wavOf([fmtChunk({ channels: 0 }), data(four)]), 'audio.channels'],
    ['promise 22: 300 channels', wavOf([fmtChunk({ channels: 300 }), data(four)]), 'audio.channels'],
    ['promise 22: a wrong block alignment', wavOf([fmtChunk({ blockAlign: 3 }), data(four)]), 'audio.wav-alignment'],
    ['0 bits', wavOf([fmtChunk({ bits: 0 }), data(four)]), 'audio.wav-encoding'],
    ['ADPCM', wavOf([fmtChunk({ tag: 2, bits: 4 }), data(four)]), 'audio.wav-encoding'],
    ['16-bit floats', wavOf([fmtChunk({ tag: 3, bits: 16 }), data(four)]), 'audio.wav-encoding'],
    ['no fmt chunk', wavOf([data(four)]), 'audio.wav-format'],
    ['a short fmt chunk', wavOf([{ id: 'fmt ', body: new Uint8Array(10) }, data(four)]), 'audio.wav-format'],
    ['no data chunk', wavOf([fmtChunk()]), 'audio.wav-data'],
    ['zero samples', wavOf([fmtChunk(), data(new Uint8Array(0))]), 'audio.empty-clip'],
    ['less than one sample', wavOf([fmtChunk(), data(new Uint8Array(1))]), 'audio.empty-clip'],
    ['a header alone', new Uint8Array(text('RIFF....WAVE')), 'audio.wav-format'],
    [
      'promise 26: NaN',
      wavOf([fmtChunk({ tag: 3, bits: 32 }), data(new Uint8Array(Float32Array.of(0, NaN, 1).buffer))]),
      'audio.not-finite',
    ],
    [
      'promise 26: infinity',
      wavOf([fmtChunk({ tag: 3, bits: 32 }), data(new Uint8Array(Float32Array.of(Infinity).buffer))]),
      'audio.not-finite',
    ],
  ])('%s is refused', async (_, bytes, code) => {
    const problem = await problemOf(bytes);
    expect(problem.code).toBe(code);
    expect(problem.subject).toBe('a.wav');
    expect(problem.cure.length).toBeGreaterThan(5);
  });

  it('promise 26: counts the samples that are no numbers', async () => {
    const body = new Uint8Array(Float32Array.of(NaN, 0.5, -Infinity, 0).buffer);
    expect((await problemOf(wavOf([fmtChunk({ tag: 3, bits: 32 }), data(body)]))).cause).toContain('2 of 4 samples');
  });
});

it('promise 25: reads no more of a ten-minute file than is wanted', async () => {
  const header = plainWav([]);
  const rate = 44_100;
  const size = 600 * rate * 2;
  const bytes = wavOf([fmtChunk({ rate }), data(new Uint8Array(0), size)]);
  const blob = new Blob([bytes, new Uint8Array(size)]);
  let read = 0;
  const slice = blob.slice.bind(blob);
  blob.slice = (from, to, type) => {
    read += Math.min(to ?? blob.size, blob.size) - Math.min(from ?? 0, blob.size);
    return slice(from, to, type);
  };
  const audio = await decodeAudio(blob, 'long.wav', { maxSeconds: 5 });
  expect(audio.channels[0]?.length).toBe(5 * rate);
  expect(audio.duration).toBe(600);
  expect(read).toBeLessThan(5 * rate * 2 + 40_000 + header.length);
});

it('gives samples or a ProblemError for any mutation of a file', async () => {
  const seed = wavOf([
    { id: 'LIST', body: new Uint8Array(5) },
    fmtChunk({ channels: 2 }),
    data(int16([1, 2, 3, 4, 5, 6])),
  ]);
  const change = fc.record({ at: fc.nat(seed.length - 1), to: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), fc.nat(seed.length), async (changes, cut) => {
      const bytes = seed.slice(0, seed.length - (cut % 20));
      for (const { at, to } of changes) bytes[at] = to;
      try {
        const audio = await decode(bytes);
        expect(audio.channels.every((channel) => channel.length > 0 && channel.every(Number.isFinite))).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(ProblemError);
      }
    }),
    { numRuns: 400 },
  );
});

it('gives up on a file made of nothing but chunks', async () => {
  const chunk: WavChunk = { id: 'junk', body: new Uint8Array(0) };
  expect((await problemOf(wavOf(Array.from({ length: 3000 }, () => chunk)))).code).toBe('audio.wav-format');
});
