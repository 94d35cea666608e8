import type { SavedRun } from '../checkpoints/savedRun';
import { fail, ProblemError } from '../core/problem';
import { Pace } from '../core/progress';
import { backboneSize } from '../model/methods';
import { stepsPerEpoch, type RunData } from '../training/batches';
import type { Normalisation } from '../training/config';
import type { RunControl } from '../training/control';
import type { Evaluation } from '../training/evaluate';
import { checkLabels, LOSSES, type LossName } from '../training/losses';
import { readSounds, type RunClip, type SoundSource } from '../training/sounds';
import { createMeter } from '../training/statistics';
import type { Trainee } from '../training/step';
import { checkGrid, createTrainee } from '../training/trainee';
import { train, type Best } from '../training/train';
import type { Backbone } from '../weights/types';
import type { RunKeep } from './checkpointHandlers';
import type { ClipStore } from './clipStore';
import type { Models, ModelSettings } from './models';
import { overLimit } from '../training/deviceLimit';
import { deviceLimits, planRun } from './preflight';
import type { EngineEvent, PartPredictions, PartReport, RunReport, RunRequest } from './protocol';

type Emit = (event: EngineEvent) => void;

/** Told of a run's trainee as it stands at the end of each epoch, and of epoch 0 where the run begins. */
export type KeepEpoch = (trainee: Trainee, epoch: number, best: boolean) => void;

/** A run whose request was found good, with everything that is known before there is a model. */
export interface ReadyRun {
  readonly request: RunRequest;
  readonly data: RunData;
  readonly settings: ModelSettings;
  readonly started: number;
}

/**
 * Checks a request, and takes mean and deviation from its training part where its settings do not give them: one pass over
 * the sounds. Changes nothing.
 * @param from where the run goes on
 * @throws ProblemError, or an AbortError where the run is stopped meanwhile
 */
export async function readyRun(
  backbone: Backbone,
  request: RunRequest,
  clips: Pick<ClipStore, 'knows'>,
  sounds: SoundSource,
  control: RunControl,
  emit: Emit,
  from: SavedRun | null = null,
): Promise<ReadyRun> {
  const started = performance.now() - 1000 * (from?.position.seconds ?? 0);
  const { config, classes, split } = request;
  const part = (ids: readonly string[]) => ids.map((id) => runClip(id, request, clips));
  const data = { train: part(split.train), validation: part(split.validation), test: part(split.test), sounds };
  if (data.train.length === 0) fail('training.no-clips', 'The training part', 'is empty.', 'Choose another split.');
  if (data.validation.length === 0)
    fail('training.no-validation', 'The validation part', 'is empty.', 'Choose another split.');
  const several = [...data.train, ...data.validation, ...data.test].find(({ labels }) => labels.length !== 1);
  checkLabels(config.loss, several?.id ?? '', several === undefined);
  checkGrid(backbone, config);
  const refused = overLimit(limitedOf(request), backbone.config, classes.length, {
    ...deviceLimits(),
    bytes: request.memoryBytes,
  });
  if (refused) throw new ProblemError(refused);
  const normalisation = config.normalisation ?? from?.normalisation ?? (await measure(config, data, control, emit));
  return { request, data, settings: { config, classes: classes.length, ...normalisation }, started };
}

/** The settings, with fewer clips at once where more have been too many. */
const limitedOf = ({ config, mostAtOnce }: RunRequest) => ({ ...config, microBatch: mostAtOnce ?? config.microBatch });

/** Progress of the pass over the training part is told once in so many clips. */
const TELL_EVERY = 50;

async function measure(
  config: ModelSettings['config'],
  { train: clips, sounds }: RunData,
  control: RunControl,
  emit: Emit,
): Promise<Normalisation> {
  const meter = createMeter(config);
  const pace = new Pace();
  const total = clips.length;
  const ids = clips.map(({ id }) => id);
  let done = 0;
  for await (const sound of readSounds(sounds, ids, control)) {
    meter.add(sound);
    if (++done % TELL_EVERY !== 0) continue;
    const secondsLeft = pace.secondsLeft(done, total);
    emit({ type: 'progress', progress: { stage: 'measure', done, total, unit: 'clips', secondsLeft } });
  }
  if (done < total) throw new DOMException('Stopped.', 'AbortError');
  return meter.normalisation();
}

export interface TrainingOptions {
  /** Bytes to hold of what frozen layers make of clips (see `train`). */
  readonly activations?: number;
  /** To look at epochs later. */
  readonly keepEpoch?: KeepEpoch;
  /** To go on later, and what this run goes on from. */
  readonly keep?: Pick<RunKeep, 'from' | 'keeping'> | null;
}

/**
 * One run from its model to the report: builds the model, trains, and leaves the best epoch in `models`, also where it
 * fails after that epoch. Where a later model has taken its place meanwhile, it frees its own and leaves that. The models
 * are replaced before it first waits.
 */
export async function runTraining(
  backbone: Backbone,
  { request, data, settings, started }: ReadyRun,
  models: Models,
  control: RunControl,
  emit: Emit,
  { activations = 0, keepEpoch = () => undefined, keep = null }: TrainingOptions = {},
): Promise<{ report: RunReport; predictions: readonly PartPredictions[] }> {
  const { config, classes } = request;
  const { passage } = planRun(backbone, limitedOf(request), classes.length, request.memoryBytes);
  const { microBatch, segment } = passage;
  const planned = { ...config, microBatch, segment };
  models.replace(null);
  const trainee = createTrainee(backbone, config, classes.length, null, passage);
  models.replace({ trainee, settings, labels: classes, best: null });
  keepEpoch(trainee, 0, false);
  const perEpoch = stepsPerEpoch(config, data);
  const facts = {
    trainable: trainee.layout.total,
    total: backboneSize({ ...backbone.config, tokens: trainee.shape.tokens, classes: classes.length }),
    mean: settings.mean,
    std: settings.std,
  };
  const from = keep?.from ?? null;
  const keeping = keep?.keeping({ normalisation: { mean: settings.mean, std: settings.std }, stepsPerEpoch: perEpoch });
  emit({ type: 'run.ready', ...facts, stepsPerEpoch: perEpoch, microBatch });
  emit({ type: 'run.state', state: control.paused ? 'paused' : 'running' });

  let kept: Best | null = from?.position.kept ? bestOf(from.position.kept.point) : null;
  const leave = () => {
    if (models.trained()?.trainee === trainee) models.replace({ trainee, settings, labels: classes, best: kept });
    else trainee.dispose();
  };
  const pace = new Pace();
  const allSteps = perEpoch * config.epochs;
  const before = from?.position.step ?? 0;
  const secondsLeft = (step: number) => pace.secondsLeft(step - before, allSteps - before);
  const { outcome, best, validation, test } = await train(
    trainee,
    planned,
    data,
    settings,
    control,
    {
      steps(points) {
        keeping?.steps(points);
        emit({ type: 'run.steps', points, secondsLeft: secondsLeft(points.at(-1)?.step ?? 0) });
      },
      stepped: (step) => emit({ type: 'run.stepped', step, secondsLeft: secondsLeft(step) }),
      epoch: (point, isBest) => {
        if (isBest) kept = bestOf(point);
        keeping?.epoch(point, isBest);
        emit({ type: 'run.epoch', point, best: isBest });
        keepEpoch(trainee, point.epoch, isBest);
      },
      evaluating: (done, total) =>
        emit({ type: 'progress', progress: { stage: 'evaluate', done, total, unit: 'clips', secondsLeft: null } }),
    },
    { activationBytes: activations, from: from?.position ?? null, checkpoints: keeping ?? null },
  ).finally(leave);
  const report: RunReport = {
    ...facts,
    outcome,
    best,
    validation: validation && partReport(validation),
    test: test && partReport(test),
    seconds: (performance.now() - started) / 1000,
  };
  const predictions = (
    [
      ['validation', validation],
      ['test', test],
    ] as const
  ).flatMap(([part, evaluation]) => (evaluation ? [predictionsOf(part, evaluation, data[part], config.loss)] : []));
  return { report, predictions };
}

const bestOf = ({ epoch, top1, mAP }: Best): Best => ({ epoch, top1, mAP });

function partReport({ loss, top1, top5, mAP, averagePrecision }: Evaluation): PartReport {
  const known = averagePrecision.map((value) => (Number.isNaN(value) ? null : value));
  return { loss, top1, top5, mAP, averagePrecision: known };
}

function predictionsOf(
  part: PartPredictions['part'],
  evaluation: Evaluation,
  clips: readonly RunClip[],
  loss: LossName,
): PartPredictions {
  const predictions = clips.map(({ id, labels }, i) => ({
    id,
    labels,
    scores: LOSSES[loss].scores([...(evaluation.logits[i] ?? [])]),
  }));
  return { part, predictions };
}

function runClip(id: string, request: RunRequest, clips: Pick<ClipStore, 'knows'>): RunClip {
  const labels = request.labels[id];
  if (!clips.knows(id) || !labels) return fail('training.no-clip', id, 'is not prepared.', 'Load the data again.');
  return { id, labels };
}
