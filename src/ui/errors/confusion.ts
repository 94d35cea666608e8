import { csvRow } from '../../core/csv';
import type { Prediction } from '../../worker/protocol';

/** The clips of one class that the model took for one class. */
export interface ConfusionCell {
  readonly label: number;
  readonly answer: number;
  readonly clips: readonly Prediction[];
}

/** The class of the highest score; the lower class of equal ones. */
export function answerOf(prediction: Prediction): number {
  return prediction.scores.indexOf(Math.max(...prediction.scores));
}

/** Cells of the confusion matrix that hold clips, by `label * classes + answer`. */
export function confusionCells(
  predictions: readonly Prediction[],
  classes: number,
): ReadonlyMap<number, ConfusionCell> {
  const cells = new Map<number, { label: number; answer: number; clips: Prediction[] }>();
  for (const prediction of predictions) {
    const answer = answerOf(prediction);
    if (answer < 0) continue;
    const label = prediction.labels.includes(answer) ? answer : (prediction.labels[0] ?? 0);
    const key = label * classes + answer;
    const cell = cells.get(key);
    if (cell) cell.clips.push(prediction);
    else cells.set(key, { label, answer, clips: [prediction] });
  }
  return cells;
}

/** Cells off the diagonal, the fullest first. */
export function mistakes(cells: ReadonlyMap<number, ConfusionCell>): readonly ConfusionCell[] {
  return [...cells.values()]
    .filter((cell) => cell.label !== cell.answer)
    .sort((a, b) => b.clips.length - a.clips.length || a.label - b.label || a.answer - b.answer);
}

/** The matrix as a CSV file (RFC 4180): a line a class that clips are of, a column a class that the model said. */
export function confusionCsv(cells: ReadonlyMap<number, ConfusionCell>, names: readonly string[]): string {
  const lines = names.map((name, label) =>
    csvRow([name, ...names.map((_, answer) => cells.get(label * names.length + answer)?.clips.length ?? 0)]),
  );
  return [csvRow(['clips are', ...names]), ...lines, ''].join('\r\n');
}
