import type { Glance } from '../../audio/glance';
import { COLOURS } from '../look/colourMaps';
import type { Picture } from '../look/pixels';

/** Rows of the waveform above the spectrogram. */
const WAVE_ROWS = 24;
/** A grey-teal that shows on light and on dark: 3.5 to 1 and more. */
const WAVE_PIXEL = [72, 135, 135, 255] as const;

/** A glance as a picture: the waveform above, the spectrogram below with its lowest frequency at the bottom. */
export function paintGlance({ columns, rows, spectrogram, wave }: Glance): Picture {
  const height = WAVE_ROWS + rows;
  const pixels = new Uint8ClampedArray(columns * height * 4);
  const level = (value: number) => Math.round(((1 - value / 127) / 2) * (WAVE_ROWS - 1));
  for (let x = 0; x < columns; x++) {
    const bottom = level(wave[2 * x] ?? 0);
    for (let y = level(wave[2 * x + 1] ?? 0); y <= bottom; y++) pixels.set(WAVE_PIXEL, 4 * (y * columns + x));
  }
  // Plain indices: a list shows a dozen pictures at once.
  const colours = COLOURS.spectrogram;
  for (let row = 0; row < rows; row++) {
    const line = 4 * (height - 1 - row) * columns;
    for (let x = 0; x < columns; x++) {
      const colour = 3 * (spectrogram[row * columns + x] ?? 0);
      const at = line + 4 * x;
      pixels[at] = colours[colour] ?? 0;
      pixels[at + 1] = colours[colour + 1] ?? 0;
      pixels[at + 2] = colours[colour + 2] ?? 0;
      pixels[at + 3] = 255;
    }
  }
  return { width: columns, height, pixels };
}
