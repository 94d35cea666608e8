import * as tf from '@tensorflow/tfjs-core';
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

/** What comes of a part, or of a batch. */
export interface PartResult {
  readonly loss: tf.Scalar;
  readonly logits: tf.Tensor2D;
  /** [P], all trained parameters in layout order. */
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
 * entries. Logits stand one below the other. A batch of one part is that part, bit by bit. The caller frees the result.
 */
export function meanOfParts(parts: Iterable<Part>, pass: (part: Part) => PartResult): PartResult {
  let sums: PartResult | null = null;
  let clips = 0;
  let count = 0;
  for (const part of parts) {
    const next = pass(part);
    const [b] = next.logits.shape;
    // The first part is weighted only once there is a second.
    sums = sums ? plus(sums, count === 1 ? clips : 1, next, b) : next;
    clips += b;
    count++;
  }
  if (!sums) throw new Error('A step needs at least one clip.');
  if (count === 1) return sums;
  const all = sums;
  const mean = tf.tidy(() => ({
    loss: tf.mul<tf.Scalar>(all.loss, 1 / clips),
    logits: tf.clone(all.logits),
    gradient: tf.mul<tf.Tensor1D>(all.gradient, 1 / clips),
  }));
  free(all);
  return mean;
}

/** The sum of both with their weights, logits one below the other. Frees both. */
function plus(sums: PartResult, weight: number, next: PartResult, b: number): PartResult {
  const out = tf.tidy(() => ({
    loss: tf.add<tf.Scalar>(tf.mul(sums.loss, weight), tf.mul(next.loss, b)),
    logits: tf.concat<tf.Tensor2D>([sums.logits, next.logits]),
    gradient: tf.add<tf.Tensor1D>(tf.mul(sums.gradient, weight), tf.mul(next.gradient, b)),
  }));
  free(sums);
  free(next);
  return out;
}

function free({ loss, logits, gradient }: PartResult): void {
  tf.dispose([loss, logits, gradient]);
}
