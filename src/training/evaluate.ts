import * as tf from '@tensorflow/tfjs-core';
import { mixLabels } from '../audio/augment';
import { forward } from '../model/ast';
import type { Model } from '../model/model';
import { MEL_BINS } from '../model/shape';
import { averagePrecisions, topK } from '../metrics/metrics';
import { meanOfPresent } from '../metrics/averagePrecision';
import { plainInput, type ExampleSettings } from './examples';
import { LOSSES, type LossName } from './losses';
import { OBJECTIVES } from './objectives';
import type { RunClip, Sound } from './sounds';
import { evaluationStarts, windowFeatures } from './windows';

/**
 * Logits of clips [n][C], window by window in batches of a fixed size: the last one is filled up with zeros, so that shapes
 * never change. Of several windows the scores are averaged (softmax or sigmoid, see `LOSSES`) and given as the logits that
 * have them; of one, the logits are the model's own. No more than a batch of windows is in memory.
 * @param goOn asked after each batch, with the clips done so far; no ends it
 */
export async function logitsOf(
  model: Model,
  sounds: AsyncIterable<Sound> | Iterable<Sound>,
  settings: ExampleSettings,
  { loss, batch }: { readonly loss: LossName; readonly batch: number },
  goOn: (done: number) => Promise<boolean>,
): Promise<Float32Array[]> {
  const { config } = settings;
  const size = config.frames * MEL_BINS;
  const out: Float32Array[] = [];
  let x = new Float32Array(batch * size);
  /** The windows in the batch, by the clip that each is of. */
  let owners: Pool[] = [];
  const flush = async () => {
    const logits = tf.tidy(() => forward(model, tf.tensor3d(x, [batch, config.frames, MEL_BINS])));
    const values = (await logits.data()) as Float32Array;
    const classes = logits.shape[1];
    logits.dispose();
    owners.forEach((pool, i) => {
      const pooled = pool.add(values.slice(i * classes, (i + 1) * classes));
      if (pooled) out.push(pooled);
    });
    owners = [];
    x = new Float32Array(batch * size);
    return goOn(out.length);
  };
  for await (const sound of sounds) {
    const starts = evaluationStarts(sound, config);
    const pool = createPool(starts.length, loss);
    for (const start of starts) {
      x.set(plainInput(windowFeatures(sound, start, config), settings), owners.length * size);
      owners.push(pool);
      if (owners.length === batch && !(await flush())) return out;
    }
  }
  if (owners.length > 0) await flush();
  return out;
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
 * @param sounds of the clips, in their order
 * @returns null where the sounds ended, or `goOn` answered no, before the end
 */
export async function evaluateClips(
  model: Model,
  clips: readonly RunClip[],
  sounds: AsyncIterable<Sound> | Iterable<Sound>,
  settings: ExampleSettings,
  run: { readonly loss: LossName; readonly batch: number },
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
