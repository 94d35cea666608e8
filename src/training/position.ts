import * as tf from '@tensorflow/tfjs-core';
import type { OptimiserState } from './adam';
import type { Evaluation } from './evaluate';

/** What epochs are compared by. */
export interface Standing {
  readonly epoch: number;
  readonly loss: number;
  readonly top1: number;
  readonly mAP: number;
}

/** The best epoch so far, with its parameters [P]. */
export interface KeptEpoch {
  readonly point: Standing;
  readonly evaluation: Evaluation;
  readonly theta: Float32Array;
}

/** What an epoch's means are made of: one step of it. */
export interface EpochStep {
  readonly loss: number;
  readonly accuracy: number;
  readonly clips: number;
}

/**
 * A run between two steps, as plain data: with the run's settings and clips, all that decides how it goes on. What is drawn
 * at random is drawn from the seed, the epoch and the step, so the number of steps made is the state of all generators and
 * the place in the shuffled order.
 */
export interface RunPosition {
  /** Steps made, over all epochs. Where they end an epoch, its validation is done. */
  readonly step: number;
  /** Since the run's first step began, without the time that it was not under way. */
  readonly seconds: number;
  /** The steps made of the epoch under way. */
  readonly epochSteps: readonly EpochStep[];
  /** Parameters, first and second moments, [3, P] row major. */
  readonly packed: Float32Array;
  readonly kept: KeptEpoch | null;
}

/** Takes positions of a run as it goes. */
export interface Checkpoints {
  /** Asked after each step, and where one ends an epoch: whether it is time for one. */
  due(where: 'step' | 'epoch'): boolean;
  /** Waited for before the next step. Must not throw: a run goes on whether it is kept or not. */
  keep(position: RunPosition): Promise<void>;
}

/** The optimiser's state read back, [3, P] row major. */
export async function packedOf({ packed }: OptimiserState): Promise<Float32Array> {
  return (await packed.data()).slice() as Float32Array;
}

/** The optimiser's state at a position. The caller owns it. */
export function stateAt({ packed, step }: Pick<RunPosition, 'packed' | 'step'>): OptimiserState {
  return { packed: tf.keep(tf.tensor2d(packed, [3, packed.length / 3])), step };
}
