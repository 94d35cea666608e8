import { describe, expect, it } from 'vitest';
import { Random } from '../core/random';
import { joined } from './channels';
import { resample } from './resample';
import { createStreamResampler } from './streamResampler';

const noise = (length: number) => {
  const random = new Random(7);
  return Float32Array.from({ length }, () => random.normal());
};

/** All that comes out of blocks of these lengths, in turn. */
function streamed(wave: Float32Array, from: number, to: number, lengths: readonly number[]): Float32Array {
  const stream = createStreamResampler(from, to);
  let out = new Float32Array(0);
  for (let at = 0, i = 0; at < wave.length; i++) {
    const length = lengths[i % lengths.length] ?? 1;
    out = joined(out, stream.push(wave.subarray(at, at + length)));
    at += length;
  }
  return joined(out, stream.flush());
}

describe('createStreamResampler', () => {
  it.each([
    [48_000, 16_000],
    [44_100, 16_000],
    [8000, 16_000],
    [22_050, 24_000],
    [16_000, 16_000],
    [96_000, 24_000],
  ])('gives %i Hz at %i Hz as all at once, sample by sample', (from, to) => {
    const wave = noise(5000);
    const whole = resample(wave, from, to);
    for (const lengths of [[128], [1, 777, 40], [5000], [4999, 1]]) {
      expect(streamed(wave, from, to, lengths)).toEqual(whole);
    }
  });

  it('holds no more than it needs: what comes out keeps up with what goes in', () => {
    const stream = createStreamResampler(48_000, 16_000);
    let given = 0;
    for (let i = 1; i <= 100; i++) {
      given += stream.push(new Float32Array(480)).length;
      expect(i * 160 - given).toBeLessThan(160);
    }
  });

  it('gives nothing of nothing', () => expect(createStreamResampler(48_000, 16_000).flush()).toHaveLength(0));
});
