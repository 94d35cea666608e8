import { fail } from '../core/problem';
import { Pace } from '../core/progress';
import { backboneSize } from '../model/methods';
import type { RunControl } from '../training/control';
import { normalisationOf, type TrainingClip } from '../training/examples';
import { LOSSES } from '../training/losses';
import { checkGrid, createTrainee, disposeTrainee } from '../training/trainee';
import { stepsPerEpoch, train, type Best, type RunData } from '../training/train';
import type { Backbone } from '../weights/types';
import type { Models } from './models';
import type { EngineEvent, Prediction, RunReport, RunRequest, StoredClip } from './protocol';

/**
 * One run from request to report: gathers the clips, builds the model, trains, and leaves the best epoch in `models`, also
 * where it fails after that epoch. Where a later model has taken its place meanwhile, it frees its own and leaves that.
 */
export async function runTraining(
  backbone: Backbone,
  request: RunRequest,
  clips: ReadonlyMap<string, StoredClip>,
  models: Models,
  control: RunControl,
  emit: (event: EngineEvent) => void,
): Promise<{ report: RunReport; predictions: readonly Prediction[] }> {
  const started = performance.now();
  const { config, classes, split } = request;
  const part = (ids: readonly string[]) => ids.map((id) => trainingClip(id, request, clips));
  const data: RunData = { train: part(split.train), validation: part(split.validation), test: part(split.test) };
  if (data.train.length === 0) fail('training.no-clips', 'The training part', 'is empty.', 'Choose another split.');
  if (data.validation.length === 0)
    fail('training.no-validation', 'The validation part', 'is empty.', 'Choose another split.');

  checkGrid(backbone, config);
  const settings = { config, classes: classes.length, ...normalisationOf(data.train, config) };
  models.replace(null);
  const trainee = createTrainee(backbone, config, classes.length, null);
  models.replace({ trainee, settings, labels: classes, best: null });
  const perEpoch = stepsPerEpoch(config, data);
  const facts = {
    trainable: trainee.layout.total,
    total: backboneSize({ ...backbone.config, tokens: trainee.shape.tokens, classes: classes.length }),
    mean: settings.mean,
    std: settings.std,
  };
  emit({ type: 'run.ready', ...facts, stepsPerEpoch: perEpoch });
  emit({ type: 'run.state', state: control.paused ? 'paused' : 'running' });

  let kept: Best | null = null;
  const leave = () => {
    if (models.trained()?.trainee === trainee) models.replace({ trainee, settings, labels: classes, best: kept });
    else disposeTrainee(trainee);
  };
  const pace = new Pace();
  const allSteps = perEpoch * config.epochs;
  const { outcome, best, validation, test } = await train(trainee, config, data, settings, control, {
    steps: (points) =>
      emit({ type: 'run.steps', points, secondsLeft: pace.secondsLeft(points.at(-1)?.step ?? 0, allSteps) }),
    epoch: (point, isBest) => {
      if (isBest) kept = { epoch: point.epoch, top1: point.top1, mAP: point.mAP };
      emit({ type: 'run.epoch', point, best: isBest });
    },
    evaluating: (done, total) =>
      emit({ type: 'progress', progress: { stage: 'evaluate', done, total, unit: 'clips', secondsLeft: null } }),
  }).finally(leave);
  const predictions = (validation?.logits ?? []).map((logits, i) => ({
    id: split.validation[i] ?? '',
    labels: data.validation[i]?.labels ?? [],
    scores: LOSSES[config.loss].scores([...logits]),
  }));
  const report: RunReport = {
    ...facts,
    outcome,
    best,
    test: test && { top1: test.top1, mAP: test.mAP, loss: test.loss },
    seconds: (performance.now() - started) / 1000,
  };
  return { report, predictions };
}

function trainingClip(id: string, request: RunRequest, clips: ReadonlyMap<string, StoredClip>): TrainingClip {
  const clip = clips.get(id);
  const labels = request.labels[id];
  if (!clip || !labels) return fail('training.no-clip', id, 'is not prepared.', 'Load the data again.');
  return { features: clip.features, wave: clip.wave, labels };
}
