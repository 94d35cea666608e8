import type { Tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

/** Each value may be off by `absolute` + `relative` x |expected|. */
export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

/** Room for float32 sums of a few hundred terms of size one. */
const FLOAT32: Tolerance = { absolute: 2e-6, relative: 1e-5 };

declare module 'vitest' {
  interface Matchers<T> {
    /** Compares a tensor or an array with an array, value by value; the failure names the worst one. */
    toBeAllClose(expected: ArrayLike<number>, tolerance?: Partial<Tolerance>): T;
  }
}

function valuesOf(received: unknown): ArrayLike<number> {
  if (received !== null && typeof received === 'object') {
    if ('dataSync' in received) return (received as Tensor).dataSync();
    if ('length' in received) return received as ArrayLike<number>;
  }
  throw new TypeError('toBeAllClose compares tensors and arrays of numbers');
}

/** How far beyond its room a value is: at most 1 where it is close enough, infinite where either is not finite. */
function strain(actual: number, wanted: number, { absolute, relative }: Tolerance): number {
  if (Object.is(actual, wanted)) return 0;
  const error = Math.abs(actual - wanted);
  return Number.isFinite(error) ? error / (absolute + relative * Math.abs(wanted)) : Infinity;
}

expect.extend({
  toBeAllClose(received: unknown, expected: ArrayLike<number>, tolerance: Partial<Tolerance> = {}) {
    const room = { ...FLOAT32, ...tolerance };
    const actual = valuesOf(received);
    if (actual.length !== expected.length) {
      return { pass: false, message: () => `${actual.length} values, expected ${expected.length}` };
    }
    let worst = 0;
    let most = -1;
    for (let i = 0; i < expected.length; i++) {
      const here = strain(actual[i] ?? NaN, expected[i] ?? NaN, room);
      if (here > most) [worst, most] = [i, here];
    }
    const message = () =>
      `worst of ${expected.length} values at index ${worst}: ${actual[worst]}, expected ${expected[worst]}; ` +
      `${most.toPrecision(3)} of the room of ${room.absolute} + ${room.relative} x |expected|`;
    return { pass: most <= 1, message };
  },
});
