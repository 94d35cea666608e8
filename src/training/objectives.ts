import type * as tf from '@tensorflow/tfjs-core';
import { binaryCrossEntropy, crossEntropy } from '../ops/losses';
import type { LossName } from './losses';

/** Scalar loss of logits [B, C] against soft targets [B, C]. */
export type Objective = (logits: tf.Tensor2D, targets: tf.Tensor2D) => tf.Scalar;

export const OBJECTIVES: Record<LossName, Objective> = { ce: crossEntropy, bce: binaryCrossEntropy };
