import { describe, expect, it } from 'vitest';
import { binHertz, hertzAt, hertzTicks, secondTicks } from './axes';

describe('axes', () => {
  it('places octaves on the mel scale, wider apart the higher they are on it', () => {
    const ticks = hertzTicks('ast');
    expect(ticks.at(-1)).toEqual({ value: 8000, at: 1 });
    for (const { value, at } of ticks) expect(hertzAt('ast', at)).toBeCloseTo(value, 6);
    // mel(1000 Hz) is 1000 by definition of the scale; from 20 Hz (31.7 mel) to 8 kHz (2840 mel).
    expect(ticks.find((tick) => tick.value === 1000)?.at).toBeCloseTo((1000 - 31.75) / (2840.04 - 31.75), 3);
  });

  it.each([
    [1.28, [0, 0.5, 1]],
    [10.24, [0, 2, 4, 6, 8, 10]],
    [0.3, [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]],
  ])('gives round times for %d s', (seconds, wanted) => {
    expect(secondTicks(seconds).map((tick) => tick.value)).toEqual(wanted);
  });

  it('knows the centres of mel bins', () => {
    // 130 corners from 20 Hz to 8 kHz: steps of 21.77 mel; the first centre one step up.
    expect(binHertz('ast', 0)).toBeCloseTo(700 * (Math.exp((31.748 + 21.7697) / 1127) - 1), 1);
    expect(binHertz('ast', 127)).toBeLessThan(8000);
    expect(binHertz('ast', 128)).toBeCloseTo(8000, 6);
    expect(binHertz('epic', 128)).toBeCloseTo(12_000, 6);
  });

  it('has no ticks without time', () => {
    expect(secondTicks(0)).toEqual([]);
  });
});
