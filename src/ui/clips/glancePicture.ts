import type { Glance } from '../../audio/glance';
import { COLOURS } from '../look/colourMaps';
import type { Picture } from '../look/pixels';

/** Rows of the waveform above the spectrogram. */
const WAVE_ROWS = 24;
/** A grey-teal that shows on light and on dark: 3.5 to 1 and more. */
const WAVE_INK = [72, 135, 135] as const;

/** A glance as a picture: the waveform above, the spectrogram below with its lowest frequency at the bottom. */
export function paintGlance({ columns, rows, spectrogram, wave }: Glance): Picture {
  const height = WAVE_ROWS + rows;
  const pixels = new Uint8ClampedArray(columns * height * 4);
  const set = (x: number, y: number, [r, g, b]: readonly [number, number, number]) => {
    const at = 4 * (y * columns + x);
    pixels[at] = r;
    pixels[at + 1] = g;
    pixels[at + 2] = b;
    pixels[at + 3] = 255;
  };
  const level = (value: number) => Math.round(((1 - value / 127) / 2) * (WAVE_ROWS - 1));
  for (let x = 0; x < columns; x++) {
    const [top, bottom] = [level(wave[2 * x + 1] ?? 0), level(wave[2 * x] ?? 0)];
    for (let y = top; y <= bottom; y++) set(x, y, WAVE_INK);
    for (let row = 0; row < rows; row++) {
      const shade = 3 * (spectrogram[row * columns + x] ?? 0);
      const [r = 0, g = 0, b = 0] = COLOURS.spectrogram.subarray(shade, shade + 3);
      set(x, height - 1 - row, [r, g, b]);
    }
  }
  return { width: columns, height, pixels };
}
