import type { LayerHeat } from '../../runs/layerHeat';
import { COLOURS, shade } from '../look/colourMaps';
import type { Picture } from '../look/pixels';

/** The last layer at the top, the head above it, a pixel a value; brightness follows the logarithm of the norm. */
export function heatPicture({ rows, columns, values, range }: LayerHeat): Picture {
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  const [low, high] = range.map(Math.log) as [number, number];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      const colour = 3 * shade(value > 0 ? Math.log(value) : low, low, high);
      const at = 4 * ((rows - 1 - row) * columns + column);
      pixels.set(COLOURS.spectrogram.subarray(colour, colour + 3), at);
      pixels[at + 3] = 255;
    }
  }
  return { width: columns, height: rows, pixels };
}

/** The colour of a layer's line: from dark to bright of the part of the map that is seen on either ground. */
export function layerColour(row: number, rows: number): string {
  const at = 3 * Math.round(30 + (170 * row) / Math.max(1, rows - 1));
  return `rgb(${COLOURS.spectrogram.subarray(at, at + 3).join(' ')})`;
}
