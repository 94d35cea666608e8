import { describe, expect, it } from 'vitest';
import { normals } from '../../tests/numeric/random';
import { DTYPES } from '../weights/dtypes';
import { halfOf, packHalves } from './halves';
import { isLargeMatrix } from './sizes';

const widen = (bits: Iterable<number>) => DTYPES.F16.widen(Uint16Array.from(bits).buffer) ?? new Float32Array();

describe('halfOf', () => {
  it('gives every 16-bit float back as it was', () => {
    const all = Uint16Array.from({ length: 0x10000 }, (_, i) => i).filter((bits) => (bits & 0x7fff) <= 0x7c00);
    expect(Uint16Array.from(widen(all), halfOf)).toEqual(all);
  });

  it('takes the nearest, and of two as near the even one', () => {
    const finite = Array.from({ length: 0x7bff }, (_, i) => i);
    const [low, high] = [widen(finite), widen(finite.map((bits) => bits + 1))];
    finite.forEach((bits) => {
      const [a, b] = [low[bits] ?? NaN, high[bits] ?? NaN];
      const middle = (a + b) / 2; // float64 holds it, and so does float32
      if (Math.fround(middle) !== middle) throw new Error('the middle must be a float32');
      const even = bits % 2 === 0 ? bits : bits + 1;
      if (halfOf(middle) !== even || halfOf(-middle) !== (even | 0x8000)) throw new Error(`tie above ${a}`);
      if (halfOf(a + (b - a) * 0.49) !== bits || halfOf(a + (b - a) * 0.51) !== bits + 1) throw new Error(`near ${a}`);
    });
    expect.assertions(0);
  });

  it('keeps infinities, what is too large for it, and what is not a number', () => {
    expect([Infinity, -Infinity, 65520, 1e30, 65519].map(halfOf)).toEqual([0x7c00, 0xfc00, 0x7c00, 0x7c00, 0x7bff]);
    expect(widen([halfOf(NaN)])[0]).toBeNaN();
  });

  it('is within half a unit of the last of eleven bits', () => {
    const values = normals(2000, 3);
    widen(values.map(halfOf)).forEach((half, i) => {
      const value = values[i] ?? NaN;
      expect(Math.abs(half - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -11 + 2 ** -25);
    });
  });
});

describe('packHalves', () => {
  it('puts the first of two into the lower half of a word, and nothing behind the last', () => {
    expect([...packHalves(new Float32Array([1, -2, 0.5]))]).toEqual([0x3c00 | (0xc000 << 16), 0x3800]);
  });
});

describe('isLargeMatrix', () => {
  it('knows the maps of a layer and the patches', () => {
    const names = ['patch.weight', 'blocks.11.fc2.weight', 'blocks.0.norm1.weight', 'blocks.0.qkv.bias', 'norm.weight'];
    expect(names.map(isLargeMatrix)).toEqual([true, true, false, false, false]);
  });
});
