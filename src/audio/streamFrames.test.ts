import { describe, expect, it } from 'vitest';
import { Random } from '../core/random';
import { FRONT_ENDS } from './frontEnds';
import { createStreamFrames } from './streamFrames';

const random = new Random(3);
const wave = Float32Array.from({ length: 9000 }, (_, n) => 0.3 * Math.sin(n / 9) + 0.02 * random.normal() + 0.1);

describe('createStreamFrames', () => {
  it.each(['ast', 'epic'] as const)('gives the frames of %s as all at once', (name) => {
    const frontEnd = FRONT_ENDS[name];
    const whole = frontEnd.features(wave);
    for (const length of [128, 777, 4000]) {
      const stream = createStreamFrames(frontEnd);
      const rows: number[] = [];
      for (let at = 0; at < wave.length; at += length) rows.push(...stream.push(wave.subarray(at, at + length)).data);
      const frames = rows.length / frontEnd.bins;
      expect(whole.frames - frames).toBeLessThanOrEqual(2);
      const worst = rows.reduce((most, value, i) => Math.max(most, Math.abs(value - (whole.data[i] ?? NaN))), 0);
      expect(worst).toBeLessThan(5e-3);
    }
  });

  it('gives nothing before there is enough for a frame and its neighbours', () => {
    const stream = createStreamFrames(FRONT_ENDS.ast);
    expect(stream.push(wave.subarray(0, 700)).frames).toBe(0);
    expect(stream.push(wave.subarray(700, 720)).frames).toBeGreaterThan(0);
  });
});
