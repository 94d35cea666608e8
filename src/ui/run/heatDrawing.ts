import { rowTitle, type LayerHeat } from '../../runs/layerHeat';
import type { Drawing } from '../chart/exportChart';
import { svgDrawing, svgText } from '../chart/svgParts';
import { significant } from '../format';
import { heatPicture } from './heatPicture';

const WIDTH = 720;
const ROW = 18;
const LEFT = 72;
const TOP = 44;
const BOTTOM = 48;

/**
 * A strip of heat as a drawing that stands alone, on white: a row a layer, the head at the top, a rectangle for each stretch of
 * one colour, and what the ends of the axis and of the colours stand for.
 * @param end the last place on the axis, in words
 */
export function heatDrawing(heat: LayerHeat, title: string, end: string): Drawing {
  const { rows, columns, range } = heat;
  const { pixels } = heatPicture(heat);
  const height = TOP + rows * ROW + BOTTOM;
  const width = (WIDTH - LEFT - 12) / columns;
  const colourAt = (row: number, column: number) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(4 * (row * columns + column));
    return alpha === 0 ? null : `rgb(${red},${green},${blue})`;
  };
  const cells: string[] = [];
  for (let row = 0; row < rows; row++) {
    for (let from = 0, to = 0; from < columns; from = to) {
      const colour = colourAt(row, from);
      for (to = from + 1; to < columns && colourAt(row, to) === colour;) to++;
      if (colour === null) continue;
      const [x, y] = [LEFT + from * width, TOP + row * ROW];
      // A little wider, so that no seam shows between neighbours.
      cells.push(
        `<rect x="${x.toFixed(2)}" y="${y}" width="${((to - from) * width + 0.3).toFixed(2)}" height="${ROW}" fill="${colour}"/>`,
      );
    }
  }
  const names = Array.from({ length: rows }, (_, i) =>
    svgText(rowTitle(rows - 1 - i, rows - 1), LEFT - 6, TOP + i * ROW + 13, 'text-anchor="end"'),
  );
  const below = TOP + rows * ROW;
  return svgDrawing(title, WIDTH, height, [
    ...names,
    ...cells,
    svgText('0', LEFT, below + 16),
    svgText(end, WIDTH - 12, below + 16, 'text-anchor="end"'),
    svgText(`Dark ${significant(range[0], 2)}, bright ${significant(range[1], 2)}, by its logarithm`, LEFT, below + 36),
  ]);
}
