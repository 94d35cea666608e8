import { describe, expect, it } from 'vitest';
import { difference, golden, goldenIndex } from '../../tests/audio/fixtures';
import { KALDI_BINS, KALDI_FLOOR, kaldiFbank } from './fbank';

describe('kaldiFbank', () => {
  it.each(Object.keys(goldenIndex().fbank))('equals torchaudio on %s', (name) => {
    const wave = golden(`${name}.wave`);
    const expected = golden(`${name}.fbank`);
    const { data, frames, bins } = kaldiFbank(wave);
    expect([frames, bins]).toEqual([expected.length / KALDI_BINS, KALDI_BINS]);
    const loud = difference(data, expected, (value) => value > KALDI_FLOOR + 1);
    expect(loud.max).toBeLessThan(2e-3);
    expect(difference(data, expected).mean).toBeLessThan(1e-4);
  });

  it.each(['chirp', 'tone_440', 'noise', 'bell'])('is ten times inside the bounds on %s, in all bins', (name) => {
    const gap = difference(kaldiFbank(golden(`${name}.wave`)).data, golden(`${name}.fbank`));
    expect(gap.max).toBeLessThan(2e-4);
    expect(gap.mean).toBeLessThan(1e-6);
  });

  it('has no frame for less than one window, and one more with each shift', () => {
    expect([0, 399, 400, 559, 560].map((n) => kaldiFbank(new Float32Array(n)).frames)).toEqual([0, 0, 1, 1, 2]);
  });

  it('is at the floor for silence', () => {
    expect(kaldiFbank(new Float32Array(400)).data.every((value) => Math.abs(value - KALDI_FLOOR) < 1e-6)).toBe(true);
  });
});
