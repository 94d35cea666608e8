import { COLOURS, shade } from '../look/colourMaps';

/** Columns [n, bins] of a spectrogram, row major. */
export interface Columns {
  readonly data: ArrayLike<number>;
  readonly frames: number;
  readonly bins: number;
}

interface Placing {
  /** Of the picture, in columns. */
  readonly width: number;
  /** The column that the first one is drawn at. */
  readonly from: number;
  /** Values drawn darkest and brightest. */
  readonly range: readonly [number, number];
}

/** The colours as whole pixels: much faster to write than four bytes each. */
let pixels: Uint32Array | null = null;
function pixelTable(): Uint32Array {
  if (pixels) return pixels;
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let i = 0; i < 256; i++) bytes.set([...COLOURS.spectrogram.subarray(3 * i, 3 * i + 3), 255], 4 * i);
  return (pixels = new Uint32Array(bytes.buffer));
}

/** Draws columns, the lowest frequency at the bottom; what is left of the width is dark. */
export function paintColumns(context: CanvasRenderingContext2D, columns: Columns, placing: Placing): void {
  const { data, frames, bins } = columns;
  const { width, from, range } = placing;
  const table = pixelTable();
  const picture = context.createImageData(width, bins);
  const out = new Uint32Array(picture.data.buffer).fill(table[0] ?? 0);
  for (let t = Math.max(0, -from); t < frames && from + t < width; t++) {
    for (let m = 0; m < bins; m++) {
      out[(bins - 1 - m) * width + from + t] = table[shade(data[t * bins + m] as number, ...range)] as number;
    }
  }
  context.putImageData(picture, 0, 0);
}

/** Every so many-th column: of those that lie closer than a picture has room for. */
export function thinned({ data, frames, bins }: Columns, every: number): Columns {
  if (every === 1) return { data, frames, bins };
  const count = Math.ceil(frames / every);
  const out = new Float32Array(count * bins);
  for (let t = 0; t < count; t++)
    for (let m = 0; m < bins; m++) out[t * bins + m] = data[t * every * bins + m] as number;
  return { data: out, frames: count, bins };
}

const SAMPLED = 4000;

/** From a quiet value to a loud one: the 5th and the 99.5th percentile of a sample. */
export function rangeOf({ data }: Columns): readonly [number, number] {
  const every = Math.max(1, Math.floor(data.length / SAMPLED));
  const sample = Float32Array.from({ length: Math.floor(data.length / every) }, (_, i) => data[i * every] as number);
  sample.sort();
  const at = (share: number) => sample[Math.min(sample.length - 1, Math.floor(share * sample.length))] ?? 0;
  return [at(0.05), at(0.995)];
}
