import { describe, expect, it } from 'vitest';
import { Random } from '../core/random';
import { realFft } from './realFft';

describe('realFft', () => {
  it.each([4, 8, 16, 32, 64, 128, 512, 2048])('equals the definition of the transform for size %i', (size) => {
    const rng = new Random(size);
    const x = Float32Array.from({ length: size }, () => rng.normal());
    const fft = realFft(size);
    fft.input.set(x);
    fft.transform();
    for (let k = 0; k <= size / 2; k++) {
      let re = 0;
      let im = 0;
      x.forEach((value, i) => {
        re += value * Math.cos((2 * Math.PI * i * k) / size);
        im -= value * Math.sin((2 * Math.PI * i * k) / size);
      });
      expect(Math.abs((fft.magnitude[k] ?? NaN) - Math.hypot(re, im))).toBeLessThan(
        1e-6 * Math.sqrt(size) * Math.log2(size),
      );
    }
  });

  it.each([0, 2, 3, 100])('refuses size %i', (size) => {
    expect(() => realFft(size)).toThrow(RangeError);
  });
});
