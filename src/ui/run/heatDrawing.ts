import { rowTitle, type LayerHeat } from '../../runs/layerHeat';
import type { Drawing } from '../chart/exportChart';
import { significant } from '../format';
import { heatPicture } from './heatPicture';

const WIDTH = 720;
const ROW = 18;
const LEFT = 72;
const TOP = 44;
const BOTTOM = 48;
const FONT = 'Helvetica, Arial, sans-serif';
const INK = '#1a1a1a';

/** Text between SVG's marks. */
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

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
  const text = (words: string, x: number, y: number, more = '') =>
    `<text x="${x}" y="${y}" fill="${INK}" font-family="${FONT}" font-size="12" ${more}>${escaped(words)}</text>`;
  const names = Array.from({ length: rows }, (_, i) =>
    text(rowTitle(rows - 1 - i, rows - 1), LEFT - 6, TOP + i * ROW + 13, 'text-anchor="end"'),
  );
  const below = TOP + rows * ROW;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    text(title, 12, 26, 'font-weight="bold"'),
    ...names,
    ...cells,
    text('0', LEFT, below + 16),
    text(end, WIDTH - 12, below + 16, 'text-anchor="end"'),
    text(`Dark ${significant(range[0], 2)}, bright ${significant(range[1], 2)}, by its logarithm`, LEFT, below + 36),
    '</svg>',
  ];
  return { text: svg.join('\n'), width: WIDTH, height };
}
