import * as tf from '@tensorflow/tfjs-core';

/** What is read back of one step. */
export interface StepReading {
  readonly loss: number;
  /** [B, C] row major. */
  readonly logits: Float32Array;
  /** The norms of the step, as `normsOf` takes them. */
  readonly norms: Float32Array;
}

/** How many logits and norms a reading holds: the ones behind the loss, the others at its end. */
interface Sizes {
  readonly logits: number;
  readonly norms: number;
}

const STEPS_AT_ONCE = 8;
const MILLISECONDS_AT_ONCE = 250;

/**
 * Collects the results of steps and reads several back at once: a read-back makes the processor wait for the device, so there
 * is one in eight steps. Where steps are made on the spot nothing waits, and they are read after a quarter of a second too.
 */
export function createReadback<T>(isOnDevice: boolean): {
  /** Takes what a step gave (see `trainStep`), and disposes of it. */
  add(reading: tf.Tensor1D, sizes: Sizes, about: T): void;
  /** Whether it is time to read. */
  due(): boolean;
  read(): Promise<{ reading: StepReading; about: T }[]>;
} {
  let waiting: { packed: tf.Tensor1D; sizes: Sizes; about: T }[] = [];
  let last = performance.now();
  return {
    add(packed, sizes, about) {
      waiting.push({ packed, sizes, about });
    },
    due: () => waiting.length >= STEPS_AT_ONCE || (!isOnDevice && performance.now() - last > MILLISECONDS_AT_ONCE),
    async read() {
      const taken = waiting;
      waiting = [];
      if (taken.length === 0) return [];
      const all = tf.tidy(() => tf.concat1d(taken.map((step) => step.packed)));
      const values = (await all.data()) as Float32Array;
      let at = 0;
      const out = taken.map(({ packed, sizes, about }) => {
        const mine = values.slice(at, at + packed.size);
        at += packed.size;
        const logits = mine.slice(1, 1 + sizes.logits);
        return { reading: { loss: mine[0] ?? NaN, logits, norms: mine.slice(packed.size - sizes.norms) }, about };
      });
      tf.dispose([all, ...taken.map((step) => step.packed)]);
      last = performance.now();
      return out;
    },
  };
}
