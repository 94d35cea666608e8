import type { Features } from '../audio/types';
import { MEL_BINS } from '../model/shape';
import { createRunControl } from '../training/control';
import type { SoundSource } from '../training/sounds';
import type { Trainee } from '../training/step';
import { train } from '../training/train';
import { CLASSES } from './configurations';
import { gpuCounts } from './gpuWatch';
import type { RunMeasure } from './protocol';
import type { Work } from './work';

/** A run of so many steps by the page's own loop (training/train.ts), over the batch's clips again and again. */
export async function measureRun(t: Trainee, { config, x, labels }: Work, steps: number): Promise<RunMeasure> {
  const clips = Array.from({ length: steps * config.batch }, (_, i) => ({
    id: `${i}`,
    labels: [labels[i % config.batch] ?? 0],
  }));
  const size = config.frames * MEL_BINS;
  const features = (id: string): Features => {
    const at = (Number(id) % config.batch) * size;
    return { data: x.subarray(at, at + size), frames: config.frames, bins: MEL_BINS };
  };
  const sounds: SoundSource = {
    read(ids) {
      const rest = ids[Symbol.iterator]();
      return {
        async next() {
          const { value, done } = rest.next();
          return done === true ? null : { features: features(value), wave: null };
        },
        close: () => undefined,
      };
    },
  };
  const before = gpuCounts().readbacks;
  const started = performance.now();
  const control = createRunControl(false, () => undefined);
  let readbacks = NaN;
  let ms = NaN;
  await train(
    t,
    { ...config, epochs: 1 },
    { train: clips, validation: clips.slice(0, 1), test: [], sounds },
    { config, classes: CLASSES, mean: 0, std: 0.5 },
    control,
    {
      // The last steps' numbers are the last read-back before the validation.
      steps() {
        readbacks = gpuCounts().readbacks - before;
        ms = performance.now() - started;
      },
      stepped: () => undefined,
      epoch: () => undefined,
      evaluating: () => undefined,
    },
  );
  return { steps, readbacks, ms };
}
