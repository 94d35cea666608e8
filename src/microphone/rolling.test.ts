import { describe, expect, it } from 'vitest';
import { FRONT_ENDS } from '../audio/frontEnds';
import { resample } from '../audio/resample';
import { createRolling } from './rolling';

const tone = (seconds: number) => Float32Array.from({ length: 48_000 * seconds }, (_, n) => 0.5 * Math.sin(n / 20));

describe('what the microphone heard last', () => {
  it('is what a clip of the same sound would be', () => {
    const wave = tone(2);
    const rolling = createRolling(48_000, 'ast', 64);
    for (let at = 0; at < wave.length; at += 1024) rolling.push(wave.subarray(at, at + 1024));
    const whole = FRONT_ENDS.ast.features(resample(wave, 48_000, 16_000));
    const { data, frames } = rolling.rows.last(64);
    const first = rolling.rows.total - 64;
    expect(frames).toBe(64);
    expect(whole.frames - rolling.rows.total).toBeLessThan(6);
    const worst = data.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (whole.data[first * 128 + i] ?? NaN))),
      0,
    );
    expect(worst).toBeLessThan(0.02);
  });

  it('tells its level, of the last tenth of a second alone', () => {
    const rolling = createRolling(48_000, 'ast', 8);
    expect(rolling.level).toBe(0);
    rolling.push(tone(0.05));
    expect(rolling.level).toBeCloseTo(0.5, 2);
    for (let i = 0; i < 10; i++) rolling.push(new Float32Array(1024));
    expect(rolling.level).toBe(0);
  });
});
