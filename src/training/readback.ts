import * as tf from '@tensorflow/tfjs-core';

/** What is read back of one step. */
export interface StepReading {
  readonly loss: number;
  /** [B, C] row major. */
  readonly logits: Float32Array;
}

const STEPS_AT_ONCE = 8;
const MILLISECONDS_AT_ONCE = 250;

/**
 * Collects the results of steps on the device and reads several back at once: a read-back makes the processor wait for the
 * GPU, so there is at most one in eight steps or in a quarter of a second.
 */
export function createReadback<T>(): {
  /** Takes what a step gave (see `Pass`), and disposes of it. @param size 1 + B C, where the reading may be longer */
  add(reading: tf.Tensor1D, size: number, about: T): void;
  /** Whether it is time to read. */
  due(): boolean;
  read(): Promise<{ reading: StepReading; about: T }[]>;
} {
  let waiting: { packed: tf.Tensor1D; size: number; about: T }[] = [];
  let last = performance.now();
  return {
    add(packed, size, about) {
      waiting.push({ packed, size, about });
    },
    due: () => waiting.length >= STEPS_AT_ONCE || performance.now() - last > MILLISECONDS_AT_ONCE,
    async read() {
      const taken = waiting;
      waiting = [];
      if (taken.length === 0) return [];
      const all = tf.tidy(() => tf.concat1d(taken.map((step) => step.packed)));
      const values = (await all.data()) as Float32Array;
      let at = 0;
      const out = taken.map(({ packed, size, about }) => {
        const mine = values.slice(at, at + size);
        at += packed.size;
        return { reading: { loss: mine[0] ?? NaN, logits: mine.slice(1) }, about };
      });
      tf.dispose([all, ...taken.map((step) => step.packed)]);
      last = performance.now();
      return out;
    },
  };
}
