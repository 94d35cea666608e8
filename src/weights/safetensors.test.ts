import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, fixtureBytes, problemFrom, safetensorsOf } from '../../tests/weights/checkpoints';
import { openSafetensors, writeSafetensors } from './safetensors';

const NAME = 'w.safetensors';
const tensor = (shape: string, offsets: string, dtype = 'F32'): string =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;

async function refusal(blob: Blob): Promise<string> {
  const { code, subject, cause } = await problemFrom(() => openSafetensors(blob, NAME));
  expect(subject).toBe(NAME);
  return `${code.replace('weights.safetensors.', '')}: ${cause}`;
}
async function values(dtype: string, data: ArrayBufferView<ArrayBuffer>): Promise<number[]> {
  const length = data.byteLength;
  const size = { F64: 8, I64: 8, U64: 8, F32: 4, I32: 4, U32: 4, F16: 2, BF16: 2, I16: 2, U16: 2 }[dtype] ?? 1;
  const header = `{"x":${tensor(`[${length / size}]`, `[0,${length}]`, dtype)}}`;
  const file = await openSafetensors(new Blob([safetensorsOf(header), data]), NAME);
  return [...(await file.read('x')).data];
}

describe('reading safetensors', () => {
  it('reads the goldens, tensor by tensor', async () => {
    const raw = await fixtureBytes('deit_timm.safetensors');
    const file = await openSafetensors(new Blob([raw]), NAME);
    expect(file.entries.size).toBe(35);
    expect(file.entries.get('patch_embed.proj.weight')).toEqual({ dtype: 'F32', shape: [48, 3, 16, 16] });
    const start = raw.length - 384632;
    const wanted = new Float32Array(raw.slice(start + 229880, start + 377336).buffer);
    expect((await file.read('patch_embed.proj.weight')).data.every((value, i) => value === wanted[i])).toBe(true);
    expect(wanted).toHaveLength(48 * 3 * 256);
  });

  it('reads the metadata', async () => {
    const file = await openSafetensors(new Blob([await fixtureBytes('forward.safetensors')]), NAME);
    expect(file.metadata.get('heads')).toBe('3');
  });

  it('promise 6: accepts rank 0, empty tensors and unaligned data', async () => {
    const header = `{"e":${tensor('[0,7]', '[4,4]')},"s":${tensor('[]', '[0,4]')},"b":${tensor('[1]', '[4,5]', 'I8')},"f":${tensor('[1]', '[5,9]')}} `;
    const data = bytes([0, 0, 0x80, 0x3f], 0xff, [0, 0, 0, 0x40]);
    const file = await openSafetensors(new Blob([safetensorsOf(header), data]), NAME);
    expect(await file.read('s')).toEqual({ shape: [], data: Float32Array.of(1) });
    expect(await file.read('e')).toEqual({ shape: [0, 7], data: new Float32Array(0) });
    expect([...(await file.read('b')).data, ...(await file.read('f')).data]).toEqual([-1, 2]);
  });

  it('promise 7: widens every float16 and bfloat16 exactly', async () => {
    const all = Uint16Array.from({ length: 65536 }, (_, i) => i);
    const half = await values('F16', all);
    const brain = await values('BF16', all);
    for (let i = 0; i < 65536; i++) {
      const [sign, exponent, fraction] = [i >> 15 ? -1 : 1, (i >> 10) & 31, i & 1023];
      const special = fraction === 0 ? sign * Infinity : NaN;
      const normal = sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
      const wanted = exponent === 31 ? special : exponent === 0 ? sign * fraction * 2 ** -24 : normal;
      if (!Object.is(half[i], wanted)) expect.fail(`float16 ${i} became ${half[i]}, not ${wanted}`);
      const [be, bf] = [(i >> 7) & 255, i & 127];
      const brainSpecial = bf === 0 ? sign * Infinity : NaN;
      const brainNormal = be === 0 ? sign * bf * 2 ** -133 : sign * 2 ** (be - 127) * (1 + bf / 128);
      const brainWanted = be === 255 ? brainSpecial : brainNormal;
      if (!Object.is(brain[i], brainWanted)) expect.fail(`bfloat16 ${i} became ${brain[i]}, not ${brainWanted}`);
    }
  });

  it('promise 7: widens wide numbers where that is exact and refuses where it is not', async () => {
    expect(await values('F64', Float64Array.of(0.5, -Infinity, 2 ** -149))).toEqual([0.5, -Infinity, 2 ** -149]);
    expect(await values('F64', Float64Array.of(NaN))).toEqual([NaN]);
    expect(await values('I64', BigInt64Array.of(-5n, 1n << 62n))).toEqual([-5, 2 ** 62]);
    expect(await values('I32', Int32Array.of(-(2 ** 24)))).toEqual([-(2 ** 24)]);
    expect(await values('U16', Uint16Array.of(65535))).toEqual([65535]);
    expect(await values('I16', Int16Array.of(-32768))).toEqual([-32768]);
    expect(await values('U8', Uint8Array.of(255))).toEqual([255]);
    expect(await values('BOOL', Uint8Array.of(0, 1))).toEqual([0, 1]);
    const inexact = [
      ['F64', Float64Array.of(0.1)],
      ['F64', Float64Array.of(1e300)],
      ['I32', Int32Array.of(2 ** 24 + 1)],
      ['U32', Uint32Array.of(2 ** 32 - 1)],
      ['I64', BigInt64Array.of((1n << 53n) + 1n)],
      ['U64', BigUint64Array.of((1n << 64n) - 1n)],
    ] as const;
    for (const [dtype, data] of inexact)
      expect((await problemFrom(() => values(dtype, data))).code).toBe('weights.inexact');
  });

  it.each([
    ['promise 1: an empty file', new Blob(), /^truncated/],
    ['promise 1: header length 0', safetensorsOf('', 8), /^header.*length 0/],
    ['promise 1: a header over 100 MB', safetensorsOf('{}', 0, 100_000_001n), /^header.*100 MB/],
    ['promise 1: a header of 2^63 bytes', safetensorsOf('{}', 0, 1n << 63n), /^header.*100 MB/],
    ['promise 1: a header over the file', safetensorsOf('{}', 0, 99n), /^truncated/],
    ['promise 2: bad UTF-8', safetensorsOf(bytes('{"', 0xff, '":1}')), /^header.*UTF-8/],
    ['promise 2: a byte order mark', safetensorsOf(bytes(0xef, 0xbb, 0xbf, '{}')), /^header.*start/],
    ['promise 2: another start', safetensorsOf(' {}'), /^header.*start/],
    ['text behind the object', safetensorsOf('{}x'), /^header.*sound JSON/],
    ['an unclosed object', safetensorsOf(`{"a":${tensor('[]', '[0,4]')}`, 4), /^header/],
    ['a comma too many', safetensorsOf(`{"a":${tensor('[]', '[0,4]')},}`, 4), /^header/],
    [
      'promise 3: a duplicate key',
      safetensorsOf(`{"a":${tensor('[]', '[0,4]')},"\\u0061":${tensor('[]', '[0,4]')}}`, 4),
      /"a" twice/,
    ],
    [
      'promise 3: a duplicate field',
      safetensorsOf('{"a":{"dtype":"F32","dtype":"F16","shape":[],"data_offsets":[0,4]}}', 4),
      /twice/,
    ],
    ['promise 3: __proto__', safetensorsOf(`{"__proto__":${tensor('[]', '[0,4]')}}`, 4), /__proto__/],
    ['promise 3: __proto__ in disguise', safetensorsOf(`{"__proto\\u005f_":${tensor('[]', '[0,4]')}}`, 4), /__proto__/],
    ['a lone surrogate', safetensorsOf(`{"\\ud800":${tensor('[]', '[0,4]')}}`, 4), /Unicode/],
    ['deep nesting', safetensorsOf(`{"a":${'['.repeat(100_000)}`), /too deeply/],
    [
      'promise 4: an overlap',
      safetensorsOf(`{"a":${tensor('[2]', '[0,8]')},"b":${tensor('[2]', '[4,12]')}}`, 12),
      /^layout.*overlaps/,
    ],
    [
      'promise 4: an empty tensor inside another',
      safetensorsOf(`{"a":${tensor('[2]', '[0,8]')},"b":${tensor('[0]', '[4,4]')}}`, 8),
      /overlaps/,
    ],
    [
      'promise 4: a hole',
      safetensorsOf(`{"a":${tensor('[]', '[0,4]')},"b":${tensor('[]', '[8,12]')}}`, 12),
      /^layout.*4 bytes before/,
    ],
    ['promise 4: trailing bytes', safetensorsOf(`{"a":${tensor('[]', '[0,4]')}}`, 5), /^layout.*1 bytes after/],
    ['promise 4: missing bytes', safetensorsOf(`{"a":${tensor('[]', '[0,4]')}}`, 3), /^truncated/],
    ['promise 5: a shape that lies', safetensorsOf(`{"a":${tensor('[3]', '[0,8]')}}`, 8), /^size.*12 bytes but has 8/],
    [
      'promise 5: an overflow',
      safetensorsOf(`{"a":${tensor('[4503599627370496,4503599627370496]', '[0,8]')}}`, 8),
      /^size.*counted/,
    ],
    ['promise 5: a negative size', safetensorsOf(`{"a":${tensor('[-1]', '[0,4]')}}`, 4), /^header.*whole number/],
    ['promise 5: a fraction', safetensorsOf(`{"a":${tensor('[1.0]', '[0,4]')}}`, 4), /^header.*whole number/],
    ['promise 5: an exponent', safetensorsOf(`{"a":${tensor('[1e0]', '[0,4]')}}`, 4), /^header.*whole number/],
    ['promise 5: a leading zero', safetensorsOf(`{"a":${tensor('[01]', '[0,4]')}}`, 4), /^header.*whole number/],
    ['promise 5: beyond 2^53', safetensorsOf(`{"a":${tensor('[1]', '[0,9007199254740993]')}}`, 4), /2\^53/],
    ['promise 5: a range backwards', safetensorsOf(`{"a":${tensor('[0]', '[4,0]')}}`, 4), /^size/],
    ['promise 5: three offsets', safetensorsOf(`{"a":${tensor('[]', '[0,4,4]')}}`, 4), /^size/],
    ['no dtype', safetensorsOf('{"a":{"shape":[],"data_offsets":[0,4]}}', 4), /^header.*lacks/],
    ['a tensor that is a number', safetensorsOf('{"a":3}'), /^header.*object/],
    [
      'promise 7: an unknown dtype',
      safetensorsOf(`{"a":${tensor('[4]', '[0,4]', 'F8_E4M3')}}`, 4),
      /^dtype.*Tensor a.*F8_E4M3/,
    ],
    ['promise 7: a dtype of Object', safetensorsOf(`{"a":${tensor('[4]', '[0,4]', 'constructor')}}`, 4), /^dtype/],
    ['metadata that is no text', safetensorsOf('{"__metadata__":{"a":1}}'), /^header.*"a" is not text/],
  ])('%s is refused', async (_, blob, wanted) => {
    expect(await refusal(blob)).toMatch(wanted);
  });

  it('promise 1: a length that lies is refused from the first 8 bytes, before anything else is read or allocated', async () => {
    for (const [length, size] of [
      [0n, 100],
      [100_000_001n, 100_000_100],
      [1n << 63n, 100],
      [99n, 50],
    ] as const) {
      const blob = new Blob([safetensorsOf('{}', 0, length), new Uint8Array(size - 10)]);
      let read = 0;
      const slice = blob.slice.bind(blob);
      blob.slice = (from = 0, to = blob.size) => {
        read += Math.min(to, blob.size) - from;
        return slice(from, to);
      };
      await refusal(blob);
      expect(read).toBe(8);
    }
  });

  it('promise 32: says so when the file changed after it was chosen', async () => {
    const blob = safetensorsOf(`{"a":${tensor('[]', '[0,4]')}}`, 4);
    const file = await openSafetensors(blob, NAME);
    blob.slice = () => new Blob();
    expect((await problemFrom(() => file.read('a'))).code).toBe('weights.unreadable');
  });

  it('stops when told to', async () => {
    await expect(openSafetensors(safetensorsOf('{}'), NAME, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('writing safetensors', () => {
  const sound = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__proto__' && text !== '__metadata__');
  const weight = fc
    .array(fc.nat(4), { maxLength: 4 })
    .chain((shape) => {
      const length = shape.reduce((a, b) => a * b, 1);
      return fc.tuple(fc.constant(shape), fc.float32Array({ minLength: length, maxLength: length }));
    })
    .map(([shape, data]) => ({ shape, data }));

  it('reads back bit by bit, whatever the names', async () => {
    const files = fc.tuple(
      fc.uniqueArray(fc.tuple(sound, weight), { selector: ([k]) => k }),
      fc.dictionary(sound, sound),
    );
    await fc.assert(
      fc.asyncProperty(files, async ([entries, notes]) => {
        const metadata = new Map(Object.entries(notes));
        const raw = writeSafetensors(new Map(entries), metadata);
        expect(new DataView(raw.buffer).getBigUint64(0, true) % 8n).toBe(0n);
        const file = await openSafetensors(new Blob([raw]), NAME);
        expect(file.metadata).toEqual(metadata);
        expect(file.entries.size).toBe(entries.length);
        for (const [key, { shape, data }] of entries) {
          const back = await file.read(key);
          expect(back.shape).toEqual(shape);
          expect(new Uint8Array(back.data.buffer)).toEqual(new Uint8Array(data.slice().buffer));
        }
        expect(writeSafetensors(new Map([...entries].reverse()), new Map([...metadata].reverse()))).toEqual(raw);
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  it('refuses names that cannot be read back, and data that does not fill its shape', async () => {
    const one = { shape: [1], data: Float32Array.of(1) };
    for (const key of ['__proto__', '__metadata__', '\ud800']) {
      const { code } = await problemFrom(() => writeSafetensors(new Map([[key, one]]), new Map()));
      expect(code).toBe('weights.safetensors.write');
    }
    const lying = new Map([['a', { shape: [2], data: one.data }]]);
    expect((await problemFrom(() => writeSafetensors(lying, new Map()))).subject).toBe('a');
  });

  it('lays tensors out as the reference writer does', async () => {
    const raw = await fixtureBytes('forward.safetensors');
    const file = await openSafetensors(new Blob([raw]), NAME);
    const tensors = new Map();
    for (const key of file.entries.keys()) tensors.set(key, await file.read(key));
    const again = writeSafetensors(tensors, new Map());
    const plain = await openSafetensors(new Blob([again]), NAME);
    expect([...plain.entries]).toEqual([...file.entries]);
    expect(Buffer.compare(again.subarray(-2342196), raw.subarray(-2342196))).toBe(0);
  });
});
