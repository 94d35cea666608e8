import { Random } from '../../src/core/random';
import type { TrainingClip } from '../../src/training/examples';

const BINS = 128;

/** Clips that can be told apart: a band of bins by class over noise. Labels go round. */
export function tinyClips(count: number, classes: number, seed: number, frames = 96): TrainingClip[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, n) => {
    const label = n % classes;
    const band = Math.floor(BINS / classes);
    const inBand = (bin: number) => bin >= label * band && bin < (label + 1) * band;
    const data = Float32Array.from(
      { length: frames * BINS },
      (_, i) => random.normal() - 6 + (inBand(i % BINS) ? 4 : 0),
    );
    return { features: { data, frames, bins: BINS }, wave: null, labels: [label] };
  });
}
