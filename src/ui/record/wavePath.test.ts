import { describe, expect, it } from 'vitest';
import { wavePath } from './wavePath';

describe('wavePath', () => {
  it('draws the least and the greatest sample of each column', () => {
    expect(wavePath(Float32Array.of(0.5, -1, 0.25, 0), 2, 40)).toBe('M0.5 10.0V40.5M1.5 15.0V20.5');
  });
  it('spreads a few samples over the width', () =>
    expect(wavePath(Float32Array.of(0, 1), 4, 2)).toBe('M1.0 1.0V1.5M3.0 0.0V0.5'));
  it('draws nothing of nothing', () => expect(wavePath(new Float32Array(0), 10, 10)).toBe(''));
});
