import type { RunRecord } from '../runs/record';
import { NO_RUN, type Judged, type RunState } from './state';

/** What is known of the data of a kept run whose sounds are not open: no clip, but its classes. */
export function judgedWithout({ data, predictions }: Pick<RunRecord, 'data' | 'predictions'>): Judged {
  const clips = predictions?.flatMap((part) => part.predictions) ?? [];
  const multiLabel = clips.some(({ labels }) => labels.length !== 1);
  return {
    dataset: { name: data.name, classes: data.classes, multiLabel, clips: [] },
    split: { train: [], validation: [], test: [] },
  };
}

/** A kept run as the run of the page: its curves, its results, what it was judged on. */
export function openedRun(record: RunRecord, judged: Judged): RunState {
  const { id, name, status, config, facts, stepCount, steps, epochs, best, report, predictions, problem } = record;
  return {
    ...NO_RUN,
    status,
    config,
    stepsPerEpoch: facts.stepsPerEpoch,
    trainable: facts.trainable,
    total: facts.total,
    statistics: { mean: facts.mean, std: facts.std },
    step: stepCount,
    steps,
    epochs,
    bestEpoch: best?.epoch ?? null,
    report,
    predictions,
    judged,
    problem,
    kept: { id, name },
  };
}
