import { describe, expect, it } from 'vitest';
import { normals } from '../../tests/numeric/random';
import '../../tests/numeric/toBeAllClose';
import { complexFft } from './complexFft';
import { maskSound } from './maskSound';
import { patchGain } from './patchGain';

const RATE = 16_000;
const tone = (hertz: number, seconds = 1) =>
  Float32Array.from({ length: RATE * seconds }, (_, n) => 0.5 * Math.sin((2 * Math.PI * hertz * n) / RATE));
const energy = (samples: Float32Array) => samples.reduce((sum, x) => sum + x * x, 0) / samples.length;

describe('complexFft', () => {
  it('is the sum that defines it, and its own inverse', () => {
    const [re, im] = [normals(16, 1), normals(16, 2)];
    const fft = complexFft(16);
    fft.re.set(re);
    fft.im.set(im);
    fft.forward();
    for (let k = 0; k < 16; k++) {
      let [x, y] = [0, 0];
      for (let n = 0; n < 16; n++) {
        const angle = (-2 * Math.PI * n * k) / 16;
        x += (re[n] ?? NaN) * Math.cos(angle) - (im[n] ?? NaN) * Math.sin(angle);
        y += (re[n] ?? NaN) * Math.sin(angle) + (im[n] ?? NaN) * Math.cos(angle);
      }
      expect(fft.re[k]).toBeCloseTo(x, 10);
      expect(fft.im[k]).toBeCloseTo(y, 10);
    }
    fft.inverse();
    expect(fft.re).toBeAllClose(re, { absolute: 1e-12 });
    expect(fft.im).toBeAllClose(im, { absolute: 1e-12 });
    expect(() => complexFft(12)).toThrow(RangeError);
  });
});

describe('a sound through a mask', () => {
  it.each([1, 100, 511, 16_000, 16_001])('of ones is the sound again, %d samples', (length) => {
    const samples = normals(length, 3, 0.3);
    expect(maskSound(samples, RATE, () => 1)).toBeAllClose(samples, { absolute: 1e-4 });
    expect(maskSound(samples, 44_100, () => 1)).toBeAllClose(samples, { absolute: 1e-4 });
  });

  it('of zeros is silence', () => {
    expect(energy(maskSound(normals(4000, 3), RATE, () => 0))).toBe(0);
  });

  it('of one band lets that band through and nothing else', () => {
    const [inside, outside] = [tone(1000), tone(3000)];
    const both = inside.map((x, i) => x + (outside[i] ?? 0));
    const heard = maskSound(both, RATE, (_, hertz) => (hertz > 700 && hertz < 1400 ? 1 : 0));
    const middle = (samples: Float32Array) => samples.subarray(2000, 14_000);
    expect(middle(heard)).toBeAllClose(middle(inside), { absolute: 5e-3 });
  });

  it('of a moment lets that moment through', () => {
    const heard = maskSound(tone(500), RATE, (seconds) => (seconds > 0.4 && seconds < 0.6 ? 1 : 0));
    expect(energy(heard.subarray(0, 0.35 * RATE))).toBeLessThan(1e-6);
    expect(energy(heard.subarray(0.45 * RATE, 0.55 * RATE))).toBeCloseTo(0.125, 2);
    expect(energy(heard.subarray(0.65 * RATE))).toBeLessThan(1e-6);
  });
});

describe('the gain of patches', () => {
  const where = { grid: [8, 64], patch: [16, 16], stride: [16, 16], frontEnd: 'ast' } as const;
  /** Only row 3, columns 20 and 21. */
  const map = new Float32Array(512).fill(0.001);
  map[3 * 64 + 20] = 0.01;
  map[3 * 64 + 21] = 0.01;

  it('is 1 in the middle of what is attended most, the floor elsewhere, and the reverse for the rest', () => {
    const attended = patchGain({ map, ...where }, 'attended');
    const rest = patchGain({ map, ...where }, 'rest');
    // Bin 55.5 of 128, the middle of row 3; 3.36 s lies between the middles of columns 20 and 21.
    const mel = 31.748 + (56.5 * (2840.038 - 31.748)) / 129;
    const hertz = 700 * (Math.exp(mel / 1127) - 1);
    expect(attended(3.36, hertz)).toBeCloseTo(1, 3);
    expect(rest(3.36, hertz)).toBeCloseTo(0.05, 3);
    for (const [seconds, hz] of [
      [1, hertz],
      [3.36, 100],
      [3.36, 7000],
      [9, 20_000],
    ] as const) {
      expect(attended(seconds, hz)).toBeCloseTo(0.05, 6);
      expect(rest(seconds, hz)).toBeCloseTo(1, 6);
    }
  });

  it('lets everything through where the map is the same everywhere', () => {
    const gain = patchGain({ map: new Float32Array(512).fill(2), ...where }, 'attended');
    expect(gain(1, 1000)).toBe(1);
  });
});
