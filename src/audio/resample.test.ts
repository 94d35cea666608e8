import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference, golden, goldenIndex, pitchOf } from '../../tests/audio/fixtures';
import { resample } from './resample';

const sine = (hz: number, rate: number, n: number) =>
  Float32Array.from({ length: n }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate));

describe('resample', () => {
  it.each(Object.entries(goldenIndex().resample))('equals torchaudio on %s, edges included', (name, { from, to }) => {
    const expected = golden(`${name}.out`);
    const actual = resample(golden(`${name}.in`), from, to);
    expect(actual.length).toBe(expected.length);
    // torchaudio computes its filter in float32, this one is computed in float64: 1e-5 apart at most.
    expect(difference(actual, expected).max).toBeLessThan(2e-5);
  });

  it('keeps pitch and level between rates without a common divisor', () => {
    const out = resample(sine(1000, 44_101, 44_101), 44_101, 16_000);
    expect(out.length).toBe(16_000);
    expect(pitchOf(out, 16_000)).toBeCloseTo(1000, 0);
    expect(difference(out.slice(100, -100), sine(1000, 16_000, 16_000).slice(100, -100)).max).toBeLessThan(2e-3);
  });

  it('removes what lies above the new Nyquist frequency', () => {
    const out = resample(sine(12_000, 48_000, 48_000), 48_000, 16_000).slice(100, -100);
    expect(Math.max(...out.map(Math.abs))).toBeLessThan(1e-2);
  });

  it('gives ceil(to n / from) finite samples, any rates', () => {
    const rate = fc.integer({ min: 1, max: 200_000 });
    fc.assert(
      fc.property(rate, fc.integer({ min: 4000, max: 48_000 }), fc.integer({ min: 0, max: 500 }), (from, to, n) => {
        fc.pre((n * to) / from < 50_000);
        const out = resample(new Float32Array(n).fill(0.25), from, to);
        expect(out.length).toBe(Math.ceil((to * n) / from));
        expect(out.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('survives the rate of a lying header', () => {
    expect(resample(new Float32Array(1000), 4_294_967_295, 16_000).length).toBe(1);
  });

  it.each([0, -1, 44_100.5, NaN])('refuses the rate %d', (rate) => {
    expect(() => resample(new Float32Array(1), rate, 16_000)).toThrow(RangeError);
  });
});
