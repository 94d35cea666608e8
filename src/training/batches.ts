import { Random } from '../core/random';
import { MEL_BINS } from '../model/shape';
import type { RunConfig } from './config';
import type { RunControl } from './control';
import { planExample, trainingExample, type ExamplePlan, type ExampleSettings } from './examples';
import { readSounds, type RunClip, type Sound, type SoundSource } from './sounds';

export interface RunData {
  readonly train: readonly RunClip[];
  readonly validation: readonly RunClip[];
  readonly test: readonly RunClip[];
  readonly sounds: SoundSource;
}

export function stepsPerEpoch(config: RunConfig, data: Pick<RunData, 'train'>): number {
  return Math.ceil(data.train.length / config.batch);
}

/** What batches are made from. */
export interface BatchSettings {
  readonly config: RunConfig;
  readonly data: RunData;
  readonly settings: ExampleSettings;
  readonly control: RunControl;
}

/** One training example to come: its clip, what is drawn for it, and the clip that is mixed in. */
interface Drawn {
  readonly clip: RunClip;
  readonly plan: ExamplePlan;
  readonly partner: RunClip | null;
}

/** The examples of one epoch, drawn in order as they are asked for: each batch from a stream of its own. */
function* drawEpoch({ config, data }: BatchSettings, epoch: number): Generator<Drawn> {
  const order = Random.for(config.seed, `order ${epoch}`).shuffled(data.train);
  for (let i = 0; i < stepsPerEpoch(config, data); i++) {
    const random = Random.for(config.seed, `augment ${epoch} ${i}`);
    for (const clip of order.slice(i * config.batch, (i + 1) * config.batch)) {
      const plan = planExample(config, data.train.length, random);
      yield { clip, plan, partner: plan.mixture ? (data.train[plan.mixture.partner] ?? null) : null };
    }
  }
}

/** One batch: x [B, T, M] and targets [B][C]. */
export interface Batch {
  readonly x: Float32Array;
  readonly targets: readonly Float32Array[];
}

/**
 * The batches of one epoch, made from sounds as they come: those of the batches ahead are fetched while a step runs, and
 * none is held longer than its example takes to make. Ends early where the run is stopped.
 */
export async function* batchesOf(
  run: BatchSettings,
  epoch: number,
  settle: () => Promise<void>,
): AsyncGenerator<Batch, undefined> {
  const { config, data, settings, control } = run;
  const size = config.frames * MEL_BINS;
  /** Drawn for the sounds that are on their way, in their order. */
  const drawn: Drawn[] = [];
  const ids = function* () {
    for (const example of drawEpoch(run, epoch)) {
      drawn.push(example);
      yield example.clip.id;
      if (example.partner) yield example.partner.id;
    }
  };
  const sounds = readSounds(data.sounds, ids(), control, settle);
  const next = async (): Promise<Sound | null> => (await sounds.next()).value ?? null;
  try {
    for (let left = data.train.length; left > 0; left -= config.batch) {
      const count = Math.min(left, config.batch);
      const x = new Float32Array(count * size);
      const targets: Float32Array[] = [];
      while (targets.length < count) {
        const sound = await next();
        const example = drawn.shift();
        if (!sound || !example) return undefined;
        const { clip, partner, plan } = example;
        const other = partner && (await next());
        if (partner && !other) return undefined;
        const made = trainingExample(
          { ...sound, labels: clip.labels },
          partner && other && { ...other, labels: partner.labels },
          plan,
          settings,
        );
        x.set(made.x, targets.length * size);
        targets.push(made.target);
      }
      yield { x, targets };
    }
    return undefined;
  } finally {
    await sounds.return();
  }
}
