import { Random } from '../../src/core/random';
import type { RunData } from '../../src/training/batches';
import type { TrainingClip } from '../../src/training/examples';
import type { RunClip, SoundSource } from '../../src/training/sounds';

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

/** A source of sounds that are all at hand. */
export function soundsAtHand(clips: ReadonlyMap<string, TrainingClip>): SoundSource {
  return {
    read(ids) {
      const rest = ids[Symbol.iterator]();
      return {
        async next() {
          const { value, done } = rest.next();
          return done === true ? null : (clips.get(value) ?? null);
        },
        close: () => undefined,
      };
    },
  };
}

/** Clips by part as a run sees them. */
export function runDataOf(parts: Readonly<Record<'train' | 'validation' | 'test', readonly TrainingClip[]>>): RunData {
  const clips = new Map<string, TrainingClip>();
  const part = (name: keyof typeof parts): RunClip[] =>
    parts[name].map((clip, i) => {
      clips.set(`${name} ${i}`, clip);
      return { id: `${name} ${i}`, labels: clip.labels };
    });
  return { train: part('train'), validation: part('validation'), test: part('test'), sounds: soundsAtHand(clips) };
}
