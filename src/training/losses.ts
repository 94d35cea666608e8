import type * as tf from '@tensorflow/tfjs-core';
import { binaryCrossEntropy, crossEntropy } from '../ops/losses';

interface Loss {
  readonly title: string;
  /** Scalar loss of logits [B, C] against soft targets [B, C]. */
  readonly of: (logits: tf.Tensor2D, targets: tf.Tensor2D) => tf.Scalar;
  /** Scores in [0, 1] from one clip's logits, for people to read. */
  readonly scores: (logits: readonly number[]) => number[];
}

export const LOSSES = {
  ce: {
    title: 'Cross entropy',
    of: crossEntropy,
    scores: (logits) => {
      const top = Math.max(...logits);
      const exps = logits.map((z) => Math.exp(z - top));
      const sum = exps.reduce((a, b) => a + b, 0);
      return exps.map((e) => e / sum);
    },
  },
  bce: {
    title: 'Binary cross entropy',
    of: binaryCrossEntropy,
    scores: (logits) => logits.map((z) => 1 / (1 + Math.exp(-z))),
  },
} as const satisfies Record<string, Loss>;

export type LossName = keyof typeof LOSSES;
