import * as tf from '@tensorflow/tfjs-core';
import { fail } from '../core/problem';
import { disposeState } from './adam';
import { batchesOf, stepsPerEpoch, type Batch, type BatchExample, type BatchSettings, type RunData } from './batches';
import type { RunConfig } from './config';
import type { RunControl } from './control';
import { evaluateClips, type Evaluation } from './evaluate';
import type { ExampleSettings } from './examples';
import { frozenCacheFor, type FrozenCache } from './frozenCache';
import { isDeterministic } from './holding';
import { spectrogramsOf, stacked } from './inputs';
import { createKeeper } from './keeper';
import { microBatches, type Part } from './microBatches';
import { OPTIMISERS, type Optimiser } from './optimisers';
import { createPacer, deviceOf } from './pacer';
import { KEEP_ALL } from './passage';
import { packedOf, stateAt, type Checkpoints, type EpochStep, type RunPosition } from './position';
import { createReadback, type StepReading } from './readback';
import { SCHEDULES } from './schedules';
import { readSounds, type RunClip } from './sounds';
import { startOf } from './start';
import { normsOf, normsSize, type StepNorms } from './stepNorms';
import { currentModel, modelWith, trainStep, type Trainee } from './step';

export interface StepPoint {
  /** 1-based over the whole run. */
  readonly step: number;
  /** Fractional epoch after this step. */
  readonly epoch: number;
  readonly loss: number;
  /** Top-1 on the training batch (against the larger label where two are mixed, any label where a clip has several). */
  readonly accuracy: number;
  readonly learningRate: number;
  /** Norms of the step, layer by layer; null where a run is from elsewhere and does not say. */
  readonly layers: StepNorms | null;
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

export interface RunListener {
  steps(points: readonly StepPoint[]): void;
  /** A step is done whose numbers will come with later ones; told now and then where a device makes steps. */
  stepped(step: number): void;
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
 * validation keeps its last step. A clip whose sound cannot be had any more (its file is gone) ends the run with a problem
 * that names it, and not only its own example: a run on other data than it says would be another run.
 *
 * A batch goes through the model in micro-batches (`microBatch`; all of it at once where that is null), whose activations
 * are all kept, or those of `segment` layers at a time.
 *
 * A run that goes on `from` a position makes the steps that it would have made undisturbed, bit by bit where the backend
 * computes so.
 * @throws ProblemError where a loss or gradient is not finite or a clip is gone; the trainee then holds the best epoch so far,
 *   or, before the first, the weights as they were before that step
 */
export async function train(
  t: Trainee,
  config: RunConfig,
  data: RunData,
  settings: ExampleSettings,
  control: RunControl,
  listener: RunListener,
  { activationBytes = 0, from = null, checkpoints = null }: TrainOptions = {},
): Promise<RunOutcome> {
  const keeper = createKeeper(t, from?.kept);
  if (from) goTo(t, from);
  const frozen = frozenCacheFor(currentModel(t), startOf(t.layout.names, t.shape.depth), config, activationBytes);
  const holds = frozen && isDeterministic(config) ? frozen.holds : undefined;
  const perEpoch = stepsPerEpoch(config, data);
  const started = performance.now() - 1000 * (from?.seconds ?? 0);
  let keptStep = from?.step ?? 0;
  const keep = async (step: number, epochSteps: readonly EpochStep[]) => {
    keptStep = step;
    const seconds = (performance.now() - started) / 1000;
    await checkpoints?.keep({ step, seconds, epochSteps, packed: await packedOf(t.state), kept: await keeper.kept() });
  };
  const isDue = (where: 'step' | 'epoch') => checkpoints?.due(where) ?? false;
  const isKept = (step: number) => step <= keptStep;
  const loop: Loop = { t, config, data, settings, control, listener, started, frozen, holds, isDue, isKept, keep };
  let made = from;
  try {
    for (let epoch = Math.floor((from?.step ?? 0) / perEpoch); epoch < config.epochs; epoch++) {
      const trained = await trainEpoch(loop, epoch, made?.epochSteps ?? []);
      made = null;
      const evaluation = trained && (await validate(loop, data.validation));
      if (!evaluation) return { outcome: 'stopped', ...keeper.best(), test: null };
      const step = (epoch + 1) * perEpoch;
      if (!Number.isFinite(evaluation.loss)) diverged(step, evaluation.loss);
      const point: EpochPoint = {
        epoch: epoch + 1,
        step,
        ...trained,
        ...measures(evaluation),
      };
      listener.epoch(point, keeper.offer(point, evaluation));
      if (isDue('epoch')) await keep(step, []);
    }
    keeper.restore();
    const test = data.test.length > 0 ? await validate(loop, data.test) : null;
    await frozen?.settled();
    return { outcome: 'finished', ...keeper.best(), test };
  } catch (error) {
    await keeper.restoreSound();
    throw error;
  } finally {
    keeper.restore();
    keeper.dispose();
  }
}

export interface TrainOptions {
  /** To hold of what frozen layers make of clips, so that it is made once a run (see `FrozenCache`). */
  readonly activationBytes?: number;
  /** Where the run goes on; null where it begins. */
  readonly from?: RunPosition | null;
  /** Takes the run's positions: where the run pauses, and where it says so. */
  readonly checkpoints?: Checkpoints | null;
}

/** Puts the trainee where a run was. */
function goTo(t: Trainee, position: RunPosition): void {
  const before = t.state;
  t.state = stateAt(position);
  disposeState(before);
}

interface Loop extends BatchSettings {
  readonly t: Trainee;
  readonly listener: RunListener;
  readonly started: number;
  /** What frozen layers make of clips; null where nothing is held. */
  readonly frozen: FrozenCache | null;
  /** Whether a position is to be kept after the step just made. */
  isDue(where: 'step' | 'epoch'): boolean;
  /** Whether this step, or a later one, is kept already. */
  isKept(step: number): boolean;
  keep(step: number, epochSteps: readonly EpochStep[]): Promise<void>;
}

const measures = ({ loss, top1, mAP }: Evaluation) => ({ loss, top1, mAP });

/** One epoch of steps, of which some were made before. Null where the run was stopped within it. */
async function trainEpoch(
  loop: Loop,
  epoch: number,
  madeBefore: readonly EpochStep[],
): Promise<{ trainLoss: number; trainTop1: number } | null> {
  const { t, config, data, control, listener } = loop;
  const steps = stepsPerEpoch(config, data);
  const optimiser = optimiserOf(config);
  const device = deviceOf();
  const readback = createReadback<About>(device !== null);
  const pacer = createPacer(device, (step) => listener.stepped(step));
  const made: EpochStep[] = [...madeBefore];
  const report = async () => {
    const read: StepPoint[] = [];
    for (const { reading, about } of await readback.read()) {
      const point = pointOf(reading, about);
      read.push(point);
      made.push({ loss: point.loss, accuracy: point.accuracy, clips: about.targets.length });
    }
    if (read.length > 0) listener.steps(read);
    const broken = read.find((point) => !isSound(point));
    if (broken) diverged(broken.step, broken.loss);
  };
  const keep = () => loop.keep(epoch * steps + made.length, [...made]);
  /** Before the run waits: whoever pauses it may close the page. */
  const settle = async () => {
    await report();
    if (!loop.isKept(epoch * steps + made.length)) await keep();
  };
  const batches = batchesOf(loop, epoch, settle, made.length);
  try {
    for (let i = made.length; i < steps; i++) {
      const { value: batch } = await batches.next();
      if ((await control.gate(settle)) === 'stop' || !batch) {
        await report();
        return null;
      }
      const rate = rateAt(config, epoch + i / steps);
      await loop.frozen?.settled();
      const parts = partsOf(loop, batch);
      const reading = trainStep(t, config.loss, optimiser, rate, parts, config.segment ?? KEEP_ALL);
      const step = epoch * steps + i + 1;
      const sizes = { logits: batch.length * loop.settings.classes, norms: normsSize(t.norms) };
      readback.add(reading, sizes, {
        step,
        epoch: step / steps,
        rate,
        targets: batch.map(({ target }) => target),
        seconds: (performance.now() - loop.started) / 1000,
      });
      const isToKeep = i < steps - 1 && loop.isDue('step');
      if (readback.due() || isToKeep || i === steps - 1) await report();
      else await pacer.submitted(step);
      if (isToKeep) await keep();
    }
  } finally {
    await batches.return(undefined);
  }
  const clips = made.reduce((sum, step) => sum + step.clips, 0);
  const mean = (of: 'loss' | 'accuracy') => made.reduce((sum, step) => sum + step[of] * step.clips, 0) / clips;
  return { trainLoss: mean('loss'), trainTop1: mean('accuracy') };
}

/**
 * The micro-batches of a batch, each made when it is asked for and freed when the next one is. What is held comes from frozen
 * parameters alone.
 */
function* partsOf({ t, config, settings, frozen, holds }: Loop, batch: Batch): Generator<Part, void> {
  for (const [from, to] of microBatches(batch.length, config.microBatch ?? batch.length)) {
    const examples = batch.slice(from, to);
    const targets = stacked(
      examples.map(({ target }) => target),
      settings.classes,
    );
    const part: Part = {
      ...(frozen && holds
        ? { x: frozen.enter(modelWith(t, []), examples.map(onlyWindow)), stage: frozen.start.stage }
        : { x: spectrogramsOf(examples, config.frames) }),
      targets: tf.tensor2d(targets, [examples.length, settings.classes]),
    };
    yield part;
    tf.dispose([part.x, part.targets]);
  }
}

const onlyWindow = ({ id, x }: BatchExample) => ({ id, x, window: 0, windows: 1 });

function rateAt({ learningRate, schedule, epochs }: RunConfig, epoch: number): number {
  return learningRate * SCHEDULES[schedule].factor(epoch, epochs, learningRate);
}

function optimiserOf({ optimiser, weightDecay }: RunConfig): Optimiser {
  const row = OPTIMISERS[optimiser];
  return weightDecay === null ? row : { ...row, weightDecay };
}

interface About {
  readonly step: number;
  readonly epoch: number;
  readonly rate: number;
  readonly targets: readonly Float32Array[];
  readonly seconds: number;
}

function pointOf(reading: StepReading, about: About): StepPoint {
  const classes = about.targets[0]?.length ?? 0;
  const right = about.targets.filter((target, i) => {
    const wanted = Math.max(...target);
    return wanted > 0 && target[largest(reading.logits.subarray(i * classes, (i + 1) * classes))] === wanted;
  });
  return {
    step: about.step,
    epoch: about.epoch,
    loss: reading.loss,
    accuracy: right.length / about.targets.length,
    learningRate: about.rate,
    layers: normsOf(reading.norms),
    seconds: about.seconds,
  };
}

function largest(values: Float32Array): number {
  return values.indexOf(values.reduce((a, b) => Math.max(a, b), -Infinity));
}

/** Whether the step was taken (see `optimiserStep`). */
function isSound({ loss, layers }: Pick<StepPoint, 'loss' | 'layers'>): boolean {
  const gradient = layers ? [...layers.gradient, layers.outside.gradient] : [];
  return [loss, ...gradient].every(Number.isFinite);
}

function diverged(step: number, loss: number): never {
  const what = Number.isFinite(loss) ? 'gradient' : 'loss';
  return fail(
    'training.not-finite',
    `Step ${step}`,
    `gave a ${what} that is not a number: the training diverged, and was stopped before the update.`,
    'Lower the learning rate. The best weights so far are kept.',
  );
}

async function validate(loop: Loop, clips: readonly RunClip[]): Promise<Evaluation | null> {
  const { t, config, data, settings, control, listener, frozen } = loop;
  const ids = clips.map(({ id }) => id);
  const needed = ids.filter((id) => !frozen?.holds(id));
  const sounds = readSounds(data.sounds, needed, control);
  const batch = Math.min(config.batch, config.microBatch ?? config.batch);
  const run = { loss: config.loss, batch, held: frozen && { frozen, ids } };
  return evaluateClips(currentModel(t), clips, sounds, settings, run, async (done) => {
    listener.evaluating(done, clips.length);
    return (await control.turn()) === 'go';
  });
}
