/** How the samples of one WAVE format become floats in [-1, 1]. */
export interface SampleFormat {
  readonly title: string;
  readonly bytes: number;
  readonly read: (view: DataView, offset: number) => number;
}

const G711_SIGN = 0x80;

/** A-law (ITU-T G.711) to 16 bit. */
function aLaw(code: number): number {
  const value = code ^ 0x55;
  const exponent = (value >> 4) & 7;
  const mantissa = ((value & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return value & G711_SIGN ? magnitude : -magnitude;
}

/** Mu-law (ITU-T G.711) to 16 bit. */
function muLaw(code: number): number {
  const value = ~code & 0xff;
  const magnitude = ((((value & 15) << 3) + 0x84) << ((value >> 4) & 7)) - 0x84;
  return value & G711_SIGN ? -magnitude : magnitude;
}

/** Integer PCM by bytes a sample; samples of fewer bits fill the upper ones, as the format wants. */
const INTEGERS: Readonly<Record<number, SampleFormat>> = {
  1: { title: '8-bit', bytes: 1, read: (view, at) => (view.getUint8(at) - 128) / 128 },
  2: { title: '16-bit', bytes: 2, read: (view, at) => view.getInt16(at, true) / 2 ** 15 },
  3: {
    title: '24-bit',
    bytes: 3,
    read: (view, at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 2 ** 23,
  },
  4: { title: '32-bit', bytes: 4, read: (view, at) => view.getInt32(at, true) / 2 ** 31 },
};

const FLOATS: Readonly<Record<number, SampleFormat>> = {
  4: { title: '32-bit float', bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  8: { title: '64-bit float', bytes: 8, read: (view, at) => view.getFloat64(at, true) },
};

const A_LAW: Readonly<Record<number, SampleFormat>> = {
  1: { title: 'A-law', bytes: 1, read: (view, at) => aLaw(view.getUint8(at)) / 2 ** 15 },
};

const MU_LAW: Readonly<Record<number, SampleFormat>> = {
  1: { title: 'mu-law', bytes: 1, read: (view, at) => muLaw(view.getUint8(at)) / 2 ** 15 },
};

/** Readable formats by WAVE tag, then by bytes a sample. */
export const SAMPLE_FORMATS: ReadonlyMap<number, Readonly<Record<number, SampleFormat>>> = new Map([
  [1, INTEGERS],
  [3, FLOATS],
  [6, A_LAW],
  [7, MU_LAW],
]);

/** Compressed formats that a .wav may hold, for messages. */
export const COMPRESSED_TAGS: ReadonlyMap<number, string> = new Map([
  [0x0002, 'Microsoft ADPCM'],
  [0x0011, 'IMA ADPCM'],
  [0x0031, 'GSM 6.10'],
  [0x0050, 'MPEG layer 2'],
  [0x0055, 'MP3'],
  [0x0161, 'Windows Media Audio'],
]);
