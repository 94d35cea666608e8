import { COLOURS, shade, type ColourName } from './colourMaps';

/** A spectrogram as the store keeps it: [T, M] row major. */
export interface Spectrogram {
  readonly data: Float32Array;
  readonly frames: number;
  readonly bins: number;
}

/** RGBA pixels, top row first. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

const SAMPLED = 20_000;

/** From a very quiet value to a very loud one: the 5th and the 99.5th percentile of a sample. */
export function loudnessRange({ data }: Spectrogram): readonly [number, number] {
  const every = Math.max(1, Math.floor(data.length / SAMPLED));
  const sample = data.filter((value, i) => i % every === 0 && Number.isFinite(value)).sort();
  const at = (share: number) => sample[Math.min(sample.length - 1, Math.floor(share * sample.length))] ?? 0;
  return [at(0.05), at(0.995)];
}

/** Paints `frames` columns of a spectrogram, the lowest frequency at the bottom. Frames that it lacks are left clear. */
export function paintSpectrogram(spectrogram: Spectrogram, frames: number, colours: 'spectrogram' | 'grey'): Picture {
  const { data, bins } = spectrogram;
  const [low, high] = loudnessRange(spectrogram);
  const table = COLOURS[colours];
  const pixels = new Uint8ClampedArray(frames * bins * 4);
  for (let t = 0; t < Math.min(frames, spectrogram.frames); t++) {
    for (let m = 0; m < bins; m++) {
      const colour = 3 * shade(data[t * bins + m] ?? 0, low, high);
      const at = 4 * ((bins - 1 - m) * frames + t);
      pixels.set(table.subarray(colour, colour + 3), at);
      pixels[at + 3] = 255;
    }
  }
  return { width: frames, height: bins, pixels };
}

/**
 * Lays attention [bins, frames] over a picture of the same size: colour x cover + picture x (1 - cover).
 * @param cover in [0, 1]
 */
export function layOver(
  picture: Picture,
  values: Float32Array,
  range: readonly [number, number],
  cover: number,
  colours: ColourName = 'attention',
): Picture {
  const { width, height } = picture;
  const pixels = new Uint8ClampedArray(picture.pixels);
  const table = COLOURS[colours];
  for (let row = 0; row < height; row++) {
    for (let t = 0; t < width; t++) {
      const colour = 3 * shade(values[(height - 1 - row) * width + t] ?? 0, range[0], range[1]);
      const at = 4 * (row * width + t);
      for (let c = 0; c < 3; c++) {
        pixels[at + c] = (table[colour + c] ?? 0) * cover + (pixels[at + c] ?? 0) * (1 - cover);
      }
      pixels[at + 3] = 255;
    }
  }
  return { width, height, pixels };
}

/** A map [F, W] as one pixel a patch, on its own scale. */
export function paintMap(
  map: Float32Array,
  grid: readonly [number, number],
  range: readonly [number, number],
  colours: ColourName = 'attention',
): Picture {
  const [F, W] = grid;
  const table = COLOURS[colours];
  const pixels = new Uint8ClampedArray(F * W * 4).fill(255);
  for (let f = 0; f < F; f++) {
    for (let w = 0; w < W; w++) {
      const colour = 3 * shade(map[f * W + w] ?? 0, range[0], range[1]);
      pixels.set(table.subarray(colour, colour + 3), 4 * ((F - 1 - f) * W + w));
    }
  }
  return { width: W, height: F, pixels };
}
