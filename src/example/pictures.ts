/**
 * Spectrograms and attention maps in one file, a byte a value: for each clip its spectrogram [T, M], then its maps
 * [stage, layer, F W]. What the bytes stand for is in `Example['pictures']`.
 */
import { fail } from '../core/problem';
import { EXAMPLE_FILES, type Example } from './example';

const TOP = 255;

/** Values between two limits as bytes. */
export function toBytes(values: Float32Array, low: number, high: number): Uint8Array {
  const scale = high > low ? TOP / (high - low) : 0;
  return Uint8Array.from(values, (value) => Math.round(Math.min(TOP, Math.max(0, (value - low) * scale))));
}

function fromBytes(bytes: Uint8Array, low: number, high: number): Float32Array {
  return Float32Array.from(bytes, (byte) => low + (byte / TOP) * (high - low));
}

/** Reads pictures out of the file. */
export interface ExamplePictures {
  /** [T, M] row major, log-mel. */
  spectrogram(clip: number): { readonly data: Float32Array; readonly frames: number; readonly bins: number };
  /** [F, W] row major, of the mean over heads. */
  map(clip: number, stage: number, layer: number): Float32Array;
}

/** @throws ProblemError `example.size` where the file is not as long as the example says */
export function openPictures(bytes: Uint8Array, { pictures }: Pick<Example, 'pictures'>): ExamplePictures {
  const { bins, grid, layers, stages, clips } = pictures;
  const size = grid[0] * grid[1];
  const starts: number[] = [];
  let end = 0;
  for (const { frames } of clips) {
    starts.push(end);
    end += frames * bins + stages * layers * size;
  }
  if (bytes.length !== end) {
    const cause = `has ${bytes.length} bytes in place of ${end}.`;
    fail('example.size', EXAMPLE_FILES.pictures, cause, 'Build and upload the site anew.');
  }
  const clipAt = (i: number) => {
    const clip = clips[i];
    if (!clip) throw new RangeError(`There is no clip ${i} in the example.`);
    return { ...clip, start: starts[i] ?? 0 };
  };
  return {
    spectrogram(i) {
      const { frames, loudness, start } = clipAt(i);
      return { data: fromBytes(bytes.subarray(start, start + frames * bins), ...loudness), frames, bins };
    },
    map(i, stage, layer) {
      const { frames, tops, start } = clipAt(i);
      const at = start + frames * bins + (stage * layers + layer) * size;
      return fromBytes(bytes.subarray(at, at + size), 0, tops[layer] ?? 0);
    },
  };
}
