import * as tf from '@tensorflow/tfjs-core';
import { nextTurn } from '../core/nextTurn';
import { deviceTraits } from '../ops/webgpu/traits';
import { MEL_BINS } from '../model/shape';
import type { ClipSeconds, StepTimes } from '../training/epochTime';
import { isWorthHolding } from '../training/holding';
import type { DeviceLimits } from '../training/memoryLimit';
import { planMemory, type MemoryPlan } from '../training/memoryPlan';
import { OPTIMISERS } from '../training/optimisers';
import type { Passage } from '../training/passage';
import { runSizes } from '../training/runSizes';
import { enter, logitsFrom } from '../training/stages';
import { startOf, type Start } from '../training/start';
import { currentModel, trainStep, type Trainee } from '../training/step';
import { createTrainee } from '../training/trainee';
import type { RunConfig } from '../training/config';
import type { Backbone } from '../weights/types';

/** What the current backend's device says of itself. */
export function deviceLimits(): DeviceLimits {
  const { device } = tf.backend() as { device?: Pick<GPUDevice, 'limits'> };
  const limits = device?.limits;
  return {
    passes: tf.getBackend() === 'webgpu' && deviceTraits() !== null,
    ops: tf.getKernel('LoaaAttention', tf.getBackend()) ? 'kernels' : 'composed',
    binding: limits ? Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize) : null,
  };
}

/** How a run of these settings goes through its batches in so many bytes. */
export function planRun(backbone: Backbone, config: RunConfig, classes: number, bytes: number): MemoryPlan {
  const sizes = runSizes(config, backbone.config, classes);
  return planMemory(sizes, config, { ...deviceLimits(), bytes });
}

/** Seconds that one part of the measurement may take; what would take longer is reckoned from less. */
const BUDGET = 1;

/** A training step of a layer, its backward pass included, takes as long as so many forward passes of it. */
const STEP_WORK = 3;

/** Runs once to warm up (compiling shaders, growing the heap), then measures, until the budget is spent. */
async function secondsOf(run: () => Promise<void>, signal: AbortSignal): Promise<number> {
  let seconds = Infinity;
  const began = performance.now();
  for (let i = 0; i < 2; i++) {
    await nextTurn();
    signal.throwIfAborted();
    const started = performance.now();
    await run();
    seconds = Math.min(seconds, (performance.now() - started) / 1000);
    if ((performance.now() - began) / 1000 > BUDGET) break;
  }
  return seconds;
}

/** Waits until the device has made a tensor, and frees it. */
async function done(tensor: tf.Tensor): Promise<void> {
  await tensor.data();
  tensor.dispose();
}

/**
 * Measures what a clip of a run costs, on a model of its own and random input: a layer first, and a step only where that
 * promises to take no longer than a second; of as many clips as are quick enough. The model is freed again.
 * @throws ProblemError as `createTrainee`, and AbortError
 */
export async function measureSteps(
  backbone: Backbone,
  config: RunConfig,
  classes: number,
  passage: Passage,
  signal: AbortSignal,
): Promise<StepTimes> {
  const t = createTrainee(backbone, config, classes, null, passage);
  try {
    const start = startOf(t.layout.names, t.shape.depth);
    const layer = await layerSeconds(t, config.frames, signal);
    const frozen = start.stage === 'sound' ? 0 : start.layer;
    const trained = t.shape.depth - frozen;
    const guess = layer * (1 + frozen + STEP_WORK * trained);
    if (guess > BUDGET) return reckoned(layer, frozen, trained, isWorthHolding(start));
    const clips = Math.max(1, Math.min(passage.microBatch, Math.floor(BUDGET / guess)));
    const { segment } = passage;
    const from = (stage: Start) => clipSeconds(t, config, classes, { microBatch: clips, segment }, stage, signal);
    const whole = await from(WHOLE);
    const held = isWorthHolding(start) ? await from(start) : null;
    return { whole, held, measured: 'step' };
  } finally {
    t.dispose();
  }
}

const WHOLE: Start = { stage: 'sound', layer: 0 };

/** Seconds of the embedding and one layer, forwards, of one clip. */
async function layerSeconds(t: Trainee, frames: number, signal: AbortSignal): Promise<number> {
  const x = tf.randomNormal<tf.Rank.R3>([1, frames, MEL_BINS]);
  try {
    const start = { stage: 'tokens', layer: Math.min(1, t.shape.depth) } as const;
    return await secondsOf(() => done(enter(currentModel(t), start, x)), signal);
  } finally {
    x.dispose();
  }
}

function reckoned(layer: number, frozen: number, trained: number, isHeld: boolean): StepTimes {
  const held = { train: layer * STEP_WORK * trained, evaluate: layer * trained };
  const whole = { train: layer * frozen + held.train, evaluate: layer * (frozen + trained) };
  return { whole, held: isHeld ? held : null, measured: 'layer' };
}

async function clipSeconds(
  t: Trainee,
  config: RunConfig,
  classes: number,
  { microBatch, segment }: Pick<Passage, 'microBatch' | 'segment'>,
  start: Start,
  signal: AbortSignal,
): Promise<ClipSeconds> {
  const sound = tf.randomNormal<tf.Rank.R3>([microBatch, config.frames, MEL_BINS]);
  const x = enter(currentModel(t), start, sound);
  const targets = tf.tidy(() => {
    const rows = tf.tensor1d(
      Array.from({ length: microBatch }, (_, i) => i % classes),
      'int32',
    );
    return tf.cast(tf.oneHot(rows, classes), 'float32') as tf.Tensor2D;
  });
  try {
    const train = await secondsOf(async () => {
      const parts = [{ x, targets, stage: start.stage }];
      await done(trainStep(t, config.loss, OPTIMISERS[config.optimiser], 0, parts, segment));
    }, signal);
    const evaluate = await secondsOf(() => done(logitsFrom(currentModel(t), start, x)), signal);
    return { train: train / microBatch, evaluate: evaluate / microBatch };
  } finally {
    tf.dispose([sound, x, targets]);
  }
}
