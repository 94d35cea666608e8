import * as tf from '@tensorflow/tfjs-core';
import { tidyKeeping } from '../ops/tidyKeeping';
import type { Start } from './start';

/** A micro-batch: what goes through the model at once of a batch. */
export interface Part {
  /** Spectrograms [b, T, M]; or what enters the trained part, where `stage` says so. */
  readonly x: tf.Tensor;
  /** [b, C] */
  readonly targets: tf.Tensor2D;
  /** What x is; spectrograms unless said otherwise. */
  readonly stage?: Start['stage'];
}

/**
 * One forward and one backward pass. The caller disposes of both.
 *
 * reading: [1 + B C or more], the mean loss, then the logits row by row.  gradient: [P], in layout order, of the mean loss.
 */
export interface Pass {
  readonly reading: tf.Tensor1D;
  readonly gradient: tf.Tensor1D;
}

/** The bounds [from, to) of a batch's micro-batches, the last of which may be smaller. */
export function microBatches(batch: number, size: number): readonly (readonly [from: number, to: number])[] {
  const count = Math.ceil(batch / size);
  return Array.from({ length: count }, (_, i) => [i * size, Math.min(batch, (i + 1) * size)] as const);
}

/**
 * Loss and gradient of a batch from those of its parts, one part after the other: means over B clips are the parts' means
 * weighted by their clips, sum_i b_i g_i / B, for cross entropy and for binary cross entropy, whose mean is over B C
 * entries. Logits follow one another. A batch of one part is that part, bit by bit. The caller frees the result.
 */
export function meanOfParts(parts: Iterable<Part>, pass: (part: Part) => Pass): Pass {
  let sums: Sums | null = null;
  let only: Pass | null = null;
  let clips = 0;
  for (const part of parts) {
    const next = pass(part);
    const [b, C] = part.targets.shape;
    // The first part is weighted only once there is a second.
    if (clips === 0) only = next;
    else sums = plus(sums ?? weighted(only as Pass, clips, C), weighted(next, b, C));
    clips += b;
  }
  if (!only) throw new Error('A step needs at least one clip.');
  if (!sums) return only;
  const { loss, logits, gradient } = sums;
  const mean = tidyKeeping(() => {
    const reading = tf.concat1d([tf.mul<tf.Tensor1D>(loss, 1 / clips), logits]);
    const whole = tf.mul<tf.Tensor1D>(gradient, 1 / clips);
    return { result: { reading, gradient: whole }, kept: [reading, whole] };
  });
  tf.dispose([loss, logits, gradient]);
  return mean;
}

/** Sums over clips: loss [1], logits as they follow one another, gradient [P]. */
interface Sums {
  readonly loss: tf.Tensor1D;
  readonly logits: tf.Tensor1D;
  readonly gradient: tf.Tensor1D;
}

/** A part's means as sums over its b clips of C classes. Frees the part. */
function weighted({ reading, gradient }: Pass, b: number, C: number): Sums {
  const sums = tf.tidy(() => ({
    loss: tf.mul<tf.Tensor1D>(tf.slice(reading, 0, 1), b),
    logits: tf.slice(reading, 1, b * C),
    gradient: tf.mul<tf.Tensor1D>(gradient, b),
  }));
  tf.dispose([reading, gradient]);
  return sums;
}

/** Both together. Frees both. */
function plus(a: Sums, b: Sums): Sums {
  const sums = tf.tidy(() => ({
    loss: tf.add<tf.Tensor1D>(a.loss, b.loss),
    logits: tf.concat1d([a.logits, b.logits]),
    gradient: tf.add<tf.Tensor1D>(a.gradient, b.gradient),
  }));
  for (const { loss, logits, gradient } of [a, b]) tf.dispose([loss, logits, gradient]);
  return sums;
}
