import { csvRow } from '../core/csv';
import type { StepPoint, EpochPoint } from '../training/train';
import type { StoryClip } from './types';

const lines = (rows: readonly string[]): string => `${rows.join('\r\n')}\r\n`;

/** Columns of history.csv: a row a step, with its epoch's measures in the row of the epoch's last step. */
export const HISTORY_COLUMNS = [
  ...['step', 'epoch', 'loss', 'accuracy', 'learning_rate', 'seconds'],
  ...['train_loss', 'train_top1', 'validation_loss', 'validation_top1', 'validation_mAP'],
] as const;

/** history.csv: every step and epoch of a run. */
export function historyCsv(steps: readonly StepPoint[], epochs: readonly EpochPoint[]): string {
  const ended = new Map(epochs.map((point) => [point.step, point]));
  const rows = steps.map(({ step, epoch, loss, accuracy, learningRate, seconds }) => {
    const end = ended.get(step);
    const measures = end ? [end.trainLoss, end.trainTop1, end.loss, end.top1, end.mAP] : ['', '', '', '', ''];
    return csvRow([step, epoch, loss, accuracy, learningRate, seconds, ...measures]);
  });
  return lines([csvRow(HISTORY_COLUMNS), ...rows]);
}

/** split.csv: the clips of each part in the split's order, with class indices (apart by spaces) and their names. */
export function splitCsv(clips: readonly StoryClip[], labels: readonly string[]): string {
  const rows = clips.map(({ id, path, part, segment, labels: own }) =>
    csvRow([id, path, segment?.start ?? '', segment?.end ?? '', part, own.join(' '), namesOf(own, labels)]),
  );
  return lines([csvRow(['id', 'path', 'start', 'end', 'part', 'classes', 'labels']), ...rows]);
}

/** predictions.csv: what the best epoch said of every evaluated clip, then a column for each class's score in [0, 1]. */
export function predictionsCsv(clips: readonly StoryClip[], labels: readonly string[]): string {
  const rows = clips.flatMap(({ id, part, labels: own, scores }) => {
    if (!scores) return [];
    const top = scores.indexOf(Math.max(...scores));
    return [csvRow([id, part, namesOf(own, labels), labels[top] ?? '', scores[top] ?? '', ...scores])];
  });
  return lines([csvRow(['id', 'part', 'labels', 'predicted', 'score', ...labels]), ...rows]);
}

const namesOf = (own: readonly number[], labels: readonly string[]) => own.map((c) => labels[c] ?? '').join(' | ');
