import * as tf from '@tensorflow/tfjs-core';
import { mixLabels } from '../audio/augment';
import type { Model } from '../model/model';
import { averagePrecisions, topK } from '../metrics/metrics';
import { meanOfPresent } from '../metrics/averagePrecision';
import { plainInput, type ExampleSettings } from './examples';
import type { FrozenCache, Row } from './frozenCache';
import { spectrogramsOf } from './inputs';
import { LOSSES, type LossName } from './losses';
import { OBJECTIVES } from './objectives';
import type { RunClip, Sound } from './sounds';
import { logitsFrom } from './stages';
import type { Start } from './start';
import { evaluationStarts, windowFeatures } from './windows';

/** How clips are evaluated. */
export interface EvaluationRun {
  readonly loss: LossName;
  /** Windows that go through the model at once. */
  readonly batch: number;
  /** What frozen layers make of clips, where that is held, and the clips by their ids: some may need no sound any more. */
  readonly held?: { readonly frozen: FrozenCache; readonly ids: readonly string[] } | null;
}

/**
 * Logits of clips [n][C], window by window in batches of a fixed size: the last one is filled up with zeros, so that shapes
 * never change. Of several windows the scores are averaged (softmax or sigmoid, see `LOSSES`) and given as the logits that
 * have them; of one, the logits are the model's own. No more than a batch of windows is in memory.
 * @param sounds of the clips, in their order; of those alone that are not held
 * @param goOn asked after each batch, with the clips done so far; no ends it
 */
export async function logitsOf(
  model: Model,
  sounds: AsyncIterable<Sound> | Iterable<Sound>,
  settings: ExampleSettings,
  { loss, batch, held }: EvaluationRun,
  goOn: (done: number) => Promise<boolean>,
): Promise<Float32Array[]> {
  const out: Float32Array[] = [];
  const frozen = held?.frozen;
  const start = frozen?.start ?? WHOLE;
  /** The windows in the batch, by the clip that each is of. */
  let owners: Pool[] = [];
  let rows: Row[] = [];
  const flush = async () => {
    await frozen?.settled();
    const entering = frozen ? frozen.enter(model, rows, batch) : spectrogramsOf(rows, settings.config.frames, batch);
    const logits = logitsFrom(model, start, entering);
    entering.dispose();
    const values = (await logits.data()) as Float32Array;
    const classes = logits.shape[1];
    logits.dispose();
    owners.forEach((pool, i) => {
      const pooled = pool.add(values.slice(i * classes, (i + 1) * classes));
      if (pooled) out.push(pooled);
    });
    owners = [];
    rows = [];
    return goOn(out.length);
  };
  for await (const clip of clipsOf(sounds, settings, held ?? null)) {
    const pool = createPool(clip.windows, loss);
    for (let window = 0; window < clip.windows; window++) {
      rows.push({ id: clip.id, window, windows: clip.windows, x: clip.input(window) });
      owners.push(pool);
      if (owners.length === batch && !(await flush())) return out;
    }
  }
  if (owners.length > 0) await flush();
  return out;
}

/** Nothing is held: everything runs. */
const WHOLE: Start = { stage: 'sound', layer: 0 };

interface EvaluatedClip {
  /** Empty where clips have no names, since none is held. */
  readonly id: string;
  readonly windows: number;
  /** [T, M] of a window; null where the clip is held. */
  input(window: number): Float32Array | null;
}

/** The clips in their order, with the windows of each; ends where the sounds do. */
async function* clipsOf(
  sounds: AsyncIterable<Sound> | Iterable<Sound>,
  settings: ExampleSettings,
  held: EvaluationRun['held'],
): AsyncGenerator<EvaluatedClip, void> {
  const left = [...(held?.ids ?? [])];
  function* heldNext(): Generator<EvaluatedClip, void> {
    for (let [id] = left; held && id !== undefined && held.frozen.holds(id); [id] = left) {
      yield { id, windows: held.frozen.windows(id), input: () => null };
      left.shift();
    }
  }
  yield* heldNext();
  for await (const sound of sounds) {
    const starts = evaluationStarts(sound, settings.config);
    const input = (window: number) =>
      plainInput(windowFeatures(sound, starts[window] as number, settings.config), settings);
    yield { id: left.shift() ?? '', windows: starts.length, input };
    yield* heldNext();
  }
}

/** Averages the scores of a clip's windows. */
interface Pool {
  /** Takes one window's logits [C]; gives the clip's once all windows are in. */
  add(logits: Float32Array): Float32Array | null;
}

function createPool(windows: number, loss: LossName): Pool {
  const { scores, logits } = LOSSES[loss];
  const sums: number[] = [];
  let taken = 0;
  return {
    add(own) {
      taken++;
      if (windows === 1) return own;
      scores([...own]).forEach((score, c) => (sums[c] = (sums[c] ?? 0) + score));
      return taken === windows ? Float32Array.from(logits(sums.map((sum) => sum / windows))) : null;
    },
  };
}

export interface Evaluation {
  readonly loss: number;
  readonly top1: number;
  readonly top5: number;
  /** Macro mean over the classes present. */
  readonly mAP: number;
  /** [C]; NaN for classes without clips. */
  readonly averagePrecision: readonly number[];
  /** Of each clip, see `logitsOf`. */
  readonly logits: readonly Float32Array[];
}

/**
 * Loss and metrics of clips, without augmentation. Of several windows a clip, the loss is that of the averaged scores.
 * @param sounds of the clips, in their order; of those alone that are not held
 * @returns null where the sounds ended, or `goOn` answered no, before the end
 */
export async function evaluateClips(
  model: Model,
  clips: readonly RunClip[],
  sounds: AsyncIterable<Sound> | Iterable<Sound>,
  settings: ExampleSettings,
  run: EvaluationRun,
  goOn: (done: number) => Promise<boolean>,
): Promise<Evaluation | null> {
  const logits = await logitsOf(model, sounds, settings, run, goOn);
  if (logits.length < clips.length) return null;
  const scored = {
    scores: Float64Array.from(logits.flatMap((row) => [...row])),
    labels: clips.map((clip) => clip.labels),
    classCount: settings.classes,
  };
  const averagePrecision = averagePrecisions(scored);
  return {
    loss: await lossOf(logits, clips, settings.classes, run.loss),
    top1: topK(scored, 1),
    top5: topK(scored, 5),
    mAP: meanOfPresent(averagePrecision),
    averagePrecision,
    logits,
  };
}

async function lossOf(
  logits: readonly Float32Array[],
  clips: readonly RunClip[],
  classes: number,
  loss: LossName,
): Promise<number> {
  const value = tf.tidy(() => {
    const z = tf.tensor2d(Float32Array.from(logits.flatMap((row) => [...row])), [clips.length, classes]);
    const targets = clips.flatMap(({ labels }) => [...mixLabels(labels, labels, 1, classes)]);
    return OBJECTIVES[loss](z, tf.tensor2d(targets, [clips.length, classes]));
  });
  const [out = NaN] = await value.data();
  value.dispose();
  return out;
}
