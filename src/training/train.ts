import * as tf from '@tensorflow/tfjs-core';
import { fail } from '../core/problem';
import { Random } from '../core/random';
import { MEL_BINS } from '../model/shape';
import { tidyKeeping } from '../ops/tidyKeeping';
import type { RunConfig } from './config';
import type { RunControl } from './control';
import { evaluateClips, type Evaluation } from './evaluate';
import { trainingExample, type ExampleSettings, type TrainingClip } from './examples';
import { unflatten } from './flat';
import { OBJECTIVES } from './objectives';
import { OPTIMISERS } from './optimisers';
import { createReadback } from './readback';
import { SCHEDULES } from './schedules';
import { currentModel, trainStep, type Trainee } from './step';

export interface StepPoint {
  /** 1-based over the whole run. */
  readonly step: number;
  /** Fractional epoch after this step. */
  readonly epoch: number;
  readonly loss: number;
  /** Top-1 on the training batch (against the larger label where two are mixed). */
  readonly accuracy: number;
  readonly learningRate: number;
  /** Since the run's first step began, pauses included. */
  readonly seconds: number;
}

export interface EpochPoint {
  /** 1-based. */
  readonly epoch: number;
  readonly step: number;
  /** Means over the epoch's training steps. */
  readonly trainLoss: number;
  readonly trainTop1: number;
  readonly loss: number;
  readonly top1: number;
  readonly mAP: number;
}

export interface Best {
  readonly epoch: number;
  readonly top1: number;
  readonly mAP: number;
}

export interface RunData {
  readonly train: readonly TrainingClip[];
  readonly validation: readonly TrainingClip[];
  readonly test: readonly TrainingClip[];
}

export interface RunListener {
  steps(points: readonly StepPoint[]): void;
  epoch(point: EpochPoint, best: boolean): void;
  evaluating(done: number, total: number): void;
}

export interface RunOutcome {
  readonly outcome: 'finished' | 'stopped';
  readonly best: Best | null;
  /** The best epoch on the validation part, and on the test part where there is one. */
  readonly validation: Evaluation | null;
  readonly test: Evaluation | null;
}

/**
 * Trains: seeded order and augmentation, one optimiser step a batch, validation at each epoch's end. The best epoch by
 * validation top-1 (mAP, then loss, break ties) is what the trainee holds at the end; a run stopped before its first
 * validation keeps its last step.
 * @throws ProblemError where a loss is not finite; the trainee then holds the best epoch so far, or its initial weights
 */
export async function train(
  t: Trainee,
  config: RunConfig,
  data: RunData,
  settings: ExampleSettings,
  control: RunControl,
  listener: RunListener,
): Promise<RunOutcome> {
  const keeper = createKeeper(t);
  const loop = { t, config, data, settings, control, listener, started: performance.now() };
  try {
    for (let epoch = 0; epoch < config.epochs; epoch++) {
      const trained = await trainEpoch(loop, epoch);
      const evaluation = trained && (await validate(loop, data.validation));
      if (!evaluation) return { outcome: 'stopped', ...keeper.best(), test: null };
      if (!Number.isFinite(evaluation.loss)) diverged((epoch + 1) * stepsPerEpoch(config, data));
      const point: EpochPoint = {
        epoch: epoch + 1,
        step: (epoch + 1) * stepsPerEpoch(config, data),
        ...trained,
        ...measures(evaluation),
      };
      listener.epoch(point, keeper.offer(point, evaluation));
    }
    keeper.restore();
    const test = data.test.length > 0 ? await validate(loop, data.test) : null;
    return { outcome: 'finished', ...keeper.best(), test };
  } catch (error) {
    keeper.restoreSound();
    throw error;
  } finally {
    keeper.restore();
    keeper.dispose();
  }
}

export function stepsPerEpoch(config: RunConfig, data: RunData): number {
  return Math.ceil(data.train.length / config.batch);
}

interface Loop {
  readonly t: Trainee;
  readonly config: RunConfig;
  readonly data: RunData;
  readonly settings: ExampleSettings;
  readonly control: RunControl;
  readonly listener: RunListener;
  readonly started: number;
}

const measures = ({ loss, top1, mAP }: Evaluation) => ({ loss, top1, mAP });

/** One epoch of steps. Null where the run was stopped within it. */
async function trainEpoch(loop: Loop, epoch: number): Promise<{ trainLoss: number; trainTop1: number } | null> {
  const { t, config, data, control, listener } = loop;
  const order = Random.for(config.seed, `order ${epoch}`).shuffled(data.train);
  const steps = stepsPerEpoch(config, data);
  const readback = createReadback<About>();
  const points: (StepPoint & { clips: number })[] = [];
  const report = async () => {
    const read = (await readback.read()).map(({ reading, about }) => ({
      ...pointOf(reading, about),
      clips: about.targets.length,
    }));
    points.push(...read);
    if (read.length > 0) listener.steps(read.map(({ clips: _, ...point }) => point));
    const broken = read.find((point) => !Number.isFinite(point.loss));
    if (broken) diverged(broken.step);
  };
  for (let i = 0; i < steps; i++) {
    if ((await control.gate(report)) === 'stop') {
      await report();
      return null;
    }
    const rate = config.learningRate * SCHEDULES[config.schedule].factor(epoch + i / steps, config.epochs);
    const batch = order.slice(i * config.batch, (i + 1) * config.batch);
    const random = Random.for(config.seed, `augment ${epoch} ${i}`);
    const { x, targets } = assemble(batch, loop, random);
    const input = tf.tensor3d(x, [batch.length, config.frames, MEL_BINS]);
    const wanted = tf.tensor2d(Float32Array.from(targets.flatMap((row) => [...row])), [
      batch.length,
      loop.settings.classes,
    ]);
    const result = trainStep(t, OBJECTIVES[config.loss], OPTIMISERS[config.optimiser], rate, input, wanted);
    tf.dispose([input, wanted]);
    const step = epoch * steps + i + 1;
    readback.add(result, {
      step,
      epoch: step / steps,
      rate,
      targets,
      seconds: (performance.now() - loop.started) / 1000,
    });
    if (readback.due() || i === steps - 1) await report();
  }
  const clips = points.reduce((sum, point) => sum + point.clips, 0);
  const mean = (of: 'loss' | 'accuracy') => points.reduce((sum, point) => sum + point[of] * point.clips, 0) / clips;
  return { trainLoss: mean('loss'), trainTop1: mean('accuracy') };
}

interface About {
  readonly step: number;
  readonly epoch: number;
  readonly rate: number;
  readonly targets: readonly Float32Array[];
  readonly seconds: number;
}

function pointOf(reading: { loss: number; logits: Float32Array }, about: About): StepPoint {
  const classes = about.targets[0]?.length ?? 0;
  const right = about.targets.filter(
    (target, i) => largest(target) === largest(reading.logits.subarray(i * classes, (i + 1) * classes)),
  );
  return {
    step: about.step,
    epoch: about.epoch,
    loss: reading.loss,
    accuracy: right.length / about.targets.length,
    learningRate: about.rate,
    seconds: about.seconds,
  };
}

function largest(values: Float32Array): number {
  return values.indexOf(values.reduce((a, b) => Math.max(a, b), -Infinity));
}

function diverged(step: number): never {
  return fail(
    'training.not-finite',
    `Step ${step}`,
    'gave a loss that is not a number: the training diverged.',
    'Lower the learning rate. The best weights so far are kept.',
  );
}

function assemble(batch: readonly TrainingClip[], { config, data, settings }: Loop, random: Random) {
  const size = config.frames * MEL_BINS;
  const x = new Float32Array(batch.length * size);
  const partner = (): TrainingClip => data.train[random.integer(data.train.length)] as TrainingClip;
  const targets = batch.map((clip, i) => {
    const example = trainingExample(clip, settings, partner, random);
    x.set(example.x, i * size);
    return example.target;
  });
  return { x, targets };
}

async function validate(loop: Loop, clips: readonly TrainingClip[]): Promise<Evaluation | null> {
  const { t, config, settings, control, listener } = loop;
  return evaluateClips(currentModel(t), clips, settings, OBJECTIVES[config.loss], config.batch, async (done) => {
    listener.evaluating(done, clips.length);
    return (await control.turn()) === 'go';
  });
}

/** Keeps a copy of the best epoch's parameters, and puts it back into the trainee. */
function createKeeper(t: Trainee) {
  let kept: { point: EpochPoint; evaluation: Evaluation; theta: tf.Tensor1D } | null = null;
  const initial = tf.keep(tf.clone(t.state.theta));
  const putBack = (theta: tf.Tensor1D) => {
    const old = [t.state.theta, ...t.trained.values()];
    const fresh = tidyKeeping(() => {
      const copy = tf.clone(theta);
      const parts = unflatten(copy, t.layout);
      return { result: { copy, parts }, kept: [copy, ...parts.values()] };
    });
    t.state = { ...t.state, theta: fresh.copy };
    t.trained = fresh.parts;
    tf.dispose(old);
  };
  const better = (a: EpochPoint, b: EpochPoint) =>
    a.top1 !== b.top1 ? a.top1 > b.top1 : a.mAP !== b.mAP ? a.mAP > b.mAP : a.loss < b.loss;
  return {
    best(): { best: Best | null; validation: Evaluation | null } {
      if (!kept) return { best: null, validation: null };
      const { epoch, top1, mAP } = kept.point;
      return { best: { epoch, top1, mAP }, validation: kept.evaluation };
    },
    offer(point: EpochPoint, evaluation: Evaluation): boolean {
      if (kept && !better(point, kept.point)) return false;
      kept?.theta.dispose();
      kept = { point, evaluation, theta: tf.keep(tf.clone(t.state.theta)) };
      return true;
    },
    /** Puts the best epoch back, where there is one. */
    restore() {
      if (kept) putBack(kept.theta);
    },
    /** Puts the best epoch back, or the weights from before the run. */
    restoreSound() {
      putBack(kept?.theta ?? initial);
    },
    dispose() {
      initial.dispose();
      kept?.theta.dispose();
    },
  };
}
