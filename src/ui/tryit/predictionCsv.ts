import { csvRow } from '../../core/csv';
import type { TryState } from '../../store/state';

/**
 * What the model said of sounds, oldest first: a row a sound with the best class and the score of every class that any of
 * them was scored for. A class that another model did not know is left empty.
 */
export function predictionCsv(results: TryState['results']): string {
  const classes = [...new Set(results.flatMap(({ scores }) => scores.map(({ label }) => label)))].sort();
  const rows = results.toReversed().map(({ name, seconds, scores }) => {
    const byLabel = new Map(scores.map(({ label, score }) => [label, score]));
    const best = scores.reduce<(typeof scores)[number] | null>(
      (top, one) => (top && top.score >= one.score ? top : one),
      null,
    );
    const own = classes.map((label) => {
      const score = byLabel.get(label);
      return score === undefined ? '' : Number(score.toFixed(6));
    });
    return csvRow([name, Number(seconds.toFixed(3)), best?.label ?? '', ...own]);
  });
  return [csvRow(['file', 'seconds', 'prediction', ...classes]), ...rows, ''].join('\r\n');
}
