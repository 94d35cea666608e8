import { Random } from '../core/random';
import type { RunConfig } from './config';
import type { RunControl } from './control';
import { planExample, targetOf, trainingExample, type ExamplePlan, type ExampleSettings } from './examples';
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
  /** Whether a clip's sound is not needed any more, since what the model makes of it is held. None is where absent. */
  readonly holds?: ((id: string) => boolean) | undefined;
}

/** One training example to come: its clip, what is drawn for it, and the clip that is mixed in. */
interface Drawn {
  /** Its sound is not needed. */
  readonly isHeld: boolean;
  readonly clip: RunClip;
  readonly plan: ExamplePlan;
  readonly partner: RunClip | null;
}

/** The examples of one epoch from a batch on, drawn in order as they are asked for: each batch from a stream of its own. */
function* drawEpoch({ config, data, holds }: BatchSettings, epoch: number, first: number): Generator<Drawn> {
  const order = Random.for(config.seed, `order ${epoch}`).shuffled(data.train);
  for (let i = first; i < stepsPerEpoch(config, data); i++) {
    const random = Random.for(config.seed, `augment ${epoch} ${i}`);
    for (const clip of order.slice(i * config.batch, (i + 1) * config.batch)) {
      const plan = planExample(config, data.train.length, random);
      const partner = plan.mixture ? (data.train[plan.mixture.partner] ?? null) : null;
      yield { clip, plan, partner, isHeld: holds?.(clip.id) ?? false };
    }
  }
}

/** One example of a batch. */
export interface BatchExample {
  readonly id: string;
  /** [T, M]; null where what the model makes of the clip is held. */
  readonly x: Float32Array | null;
  /** [C] */
  readonly target: Float32Array;
}

/** One batch: B examples. */
export type Batch = readonly BatchExample[];

/**
 * The batches of one epoch, made from sounds as they come: those of the batches ahead are fetched while a step runs, and
 * none is held longer than its example takes to make. Clips that are held are not fetched. Ends early where the run is
 * stopped.
 * @param first how many of the epoch's batches are left out: a run that goes on has made them before
 */
export async function* batchesOf(
  run: BatchSettings,
  epoch: number,
  settle: () => Promise<void>,
  first = 0,
): AsyncGenerator<Batch, undefined> {
  const { config, data, settings, control } = run;
  /** Drawn, in their order: those whose sounds are on their way, and those that need none. */
  const drawn: Drawn[] = [];
  const ids = function* () {
    for (const example of drawEpoch(run, epoch, first)) {
      drawn.push(example);
      if (example.isHeld) continue;
      yield example.clip.id;
      if (example.partner) yield example.partner.id;
    }
  };
  const sounds = readSounds(data.sounds, ids(), control, settle);
  /** The next sound of those that are needed; with it, or the end, every example before it has been drawn. */
  let ahead: Sound | null | undefined;
  const next = async (): Promise<Sound | null> => {
    const sound = ahead === undefined ? ((await sounds.next()).value ?? null) : ahead;
    ahead = undefined;
    return sound;
  };
  const nextExample = async (): Promise<BatchExample | null> => {
    if (ahead === undefined) ahead = await next();
    const example = drawn.shift();
    if (!example || control.stopping) return null;
    const { clip, partner, plan, isHeld } = example;
    if (isHeld) return { id: clip.id, x: null, target: targetOf(clip, settings.classes) };
    const sound = await next();
    const other = partner && (await next());
    if (!sound || (partner && !other)) return null;
    const made = trainingExample(
      { ...sound, labels: clip.labels },
      partner && other && { ...other, labels: partner.labels },
      plan,
      settings,
    );
    return { id: clip.id, ...made };
  };
  try {
    for (let left = data.train.length - first * config.batch; left > 0; left -= config.batch) {
      const batch: BatchExample[] = [];
      while (batch.length < Math.min(left, config.batch)) {
        const example = await nextExample();
        if (!example) return undefined;
        batch.push(example);
      }
      yield batch;
    }
    return undefined;
  } finally {
    await sounds.return();
  }
}
