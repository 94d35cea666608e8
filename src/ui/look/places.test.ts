import { describe, expect, it } from 'vitest';
import { bandSeconds, movedBand, movedToken, patchAt, patchMiddle, peakText, tokenText } from './places';

const WHERE = { grid: [8, 64], prefix: 2, patch: [16, 16], stride: [16, 16], frontEnd: 'ast' } as const;

describe('places', () => {
  it('are in seconds and in the hertz of mel bins', () => {
    expect(patchMiddle(WHERE, 0, 20).seconds).toBeCloseTo(3.28, 12);
    const mel = (hz: number) => 1127 * Math.log(1 + hz / 700);
    // Patch row 3 covers bins 48 to 63; the middle lies at bin 55.5, whose triangle stands 56.5 of 129 steps up.
    const middle = mel(20) + ((mel(8000) - mel(20)) * 56.5) / 129;
    expect(mel(patchMiddle(WHERE, 3, 0).hertz)).toBeCloseTo(middle, 6);
    expect(bandSeconds(WHERE, [20, 20])).toEqual([3.2, 3.36]);
  });

  it('are said in words', () => {
    expect(tokenText(0, WHERE)).toBe('Class token');
    expect(tokenText(1, WHERE)).toBe('Distillation token');
    expect(tokenText(2 + 3 * 64 + 20, WHERE)).toMatch(/^3\.28 s, 1\.\d kHz$/);
    const map = new Float32Array(512);
    expect(peakText(map, WHERE)).toBeNull();
    map[64 + 5] = 1;
    expect(peakText(map, WHERE)).toBe('highest at 0.88 s, 456 Hz');
  });

  it('are found below a point, the nearest middle where patches overlap', () => {
    expect(patchAt(WHERE, 0, 0)).toEqual([0, 0]);
    expect(patchAt(WHERE, 1, 1)).toEqual([7, 63]);
    expect(patchAt(WHERE, 20.5 / 64, 3.5 / 8)).toEqual([3, 20]);
    const overlapping = { grid: [12, 101], patch: [16, 16], stride: [10, 10] } as const;
    expect(patchAt(overlapping, 28 / 1016, 8 / 126)).toEqual([0, 2]);
  });

  it('move on the grid and not beyond it', () => {
    expect(movedToken(2, WHERE, 1, 1)).toBe(2 + 64 + 1);
    expect(movedToken(2, WHERE, -1, -1)).toBe(2);
    expect(movedToken(1, WHERE, 1, 1)).toBe(1);
    expect(movedBand([20, 22], 64, 1)).toEqual([21, 23]);
    expect(movedBand([61, 63], 64, 1)).toEqual([61, 63]);
    expect(movedBand([0, 1], 64, -5)).toEqual([0, 1]);
    expect(movedBand([3, 3], 64, 2, true)).toEqual([3, 5]);
    expect(movedBand([3, 5], 64, -9, true)).toEqual([3, 3]);
  });
});
