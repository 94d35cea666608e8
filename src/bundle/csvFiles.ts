import { csvRow } from '../core/csv';
import type { StoryClip } from './types';

const lines = (rows: readonly string[]): string => `${rows.join('\r\n')}\r\n`;

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
