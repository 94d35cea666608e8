import type { Drawing } from '../chart/exportChart';
import { svgDrawing, svgText } from '../chart/svgParts';
import type { ConfusionCell } from './confusion';

const CELL = 32;
const TOP = 44;
/** A letter's width, about, at the size of the names. */
const LETTER = 6.6;
const MARGIN = 12;
const RIGHT = '#009e73';
const WRONG = '#d55e00';

/**
 * The confusion matrix as a drawing that stands alone: a row a class that clips are of, a column a class that the model said,
 * darker the larger the share of the row; green on the diagonal, red off it (Okabe, Ito 2008).
 */
export function confusionDrawing(cells: ReadonlyMap<number, ConfusionCell>, names: readonly string[]): Drawing {
  const n = names.length;
  const space = LETTER * Math.max(0, ...names.map((name) => name.length)) + MARGIN;
  const [left, top] = [space + MARGIN, TOP + space];
  const countOf = (label: number, answer: number) => cells.get(label * n + answer)?.clips.length ?? 0;
  const parts = names.flatMap((name, label) => {
    const y = top + label * CELL;
    const inRow = names.reduce((sum, _, answer) => sum + countOf(label, answer), 0);
    const column = left + (label + 0.5) * CELL + 4;
    return [
      svgText(name, left - 6, y + CELL / 2 + 4, 'text-anchor="end"'),
      svgText(name, column, top - 6, `transform="rotate(-90 ${column} ${top - 6})"`),
      ...names.flatMap((_, answer) => {
        const clips = countOf(label, answer);
        const x = left + answer * CELL;
        const shade = clips === 0 ? 0 : 0.1 + (0.6 * clips) / inRow;
        const fill = `fill="${label === answer ? RIGHT : WRONG}" fill-opacity="${shade.toFixed(3)}"`;
        const number = svgText(String(clips), x + CELL / 2, y + CELL / 2 + 4, 'text-anchor="middle"');
        return [
          `<rect x="${x}" y="${y}" width="${CELL}" height="${CELL}" stroke="#ccc" ${fill}/>`,
          ...(clips === 0 ? [] : [number]),
        ];
      }),
    ];
  });
  const words = 'Rows: what the clips are. Columns: what the model said.';
  const below = top + n * CELL + 20;
  const width = Math.max(left + n * CELL, MARGIN + LETTER * words.length) + MARGIN;
  return svgDrawing('Confusion matrix', width, below + MARGIN, [...parts, svgText(words, MARGIN, below)]);
}
