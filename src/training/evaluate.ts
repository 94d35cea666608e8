import * as tf from '@tensorflow/tfjs-core';
import { mixLabels } from '../audio/augment';
import { forward } from '../model/ast';
import type { Model } from '../model/model';
import { MEL_BINS } from '../model/shape';
import { averagePrecisions, topK } from '../metrics/metrics';
import { meanOfPresent } from '../metrics/averagePrecision';
import { plainInput, type ExampleSettings, type TrainingClip } from './examples';
import type { Objective } from './objectives';

/** Logits of clips [n][C], in batches of a fixed size: the last one is filled up with zeros, so that shapes never change. */
export async function logitsOf(
  model: Model,
  inputs: readonly (() => Float32Array)[],
  batch: number,
  frames: number,
  goOn: (done: number) => Promise<boolean>,
): Promise<Float32Array[]> {
  const out: Float32Array[] = [];
  for (let from = 0; from < inputs.length; from += batch) {
    const x = new Float32Array(batch * frames * MEL_BINS);
    const here = inputs.slice(from, from + batch);
    here.forEach((input, i) => x.set(input(), i * frames * MEL_BINS));
    const logits = tf.tidy(() => forward(model, tf.tensor3d(x, [batch, frames, MEL_BINS])));
    const values = (await logits.data()) as Float32Array;
    const classes = logits.shape[1];
    logits.dispose();
    here.forEach((_, i) => out.push(values.slice(i * classes, (i + 1) * classes)));
    if (!(await goOn(out.length))) break;
  }
  return out;
}

export interface Evaluation {
  readonly loss: number;
  readonly top1: number;
  /** Macro mean over the classes present. */
  readonly mAP: number;
  readonly logits: readonly Float32Array[];
}

/** Loss, top-1 and mAP of the clips, without augmentation. Null where `goOn` answered no before the end. */
export async function evaluateClips(
  model: Model,
  clips: readonly TrainingClip[],
  settings: ExampleSettings,
  objective: Objective,
  batch: number,
  goOn: (done: number) => Promise<boolean>,
): Promise<Evaluation | null> {
  const inputs = clips.map((clip) => () => plainInput(clip.features, settings));
  const logits = await logitsOf(model, inputs, batch, settings.config.frames, goOn);
  if (logits.length < clips.length) return null;
  const scored = {
    scores: Float64Array.from(logits.flatMap((row) => [...row])),
    labels: clips.map((clip) => clip.labels[0] ?? 0),
    classCount: settings.classes,
  };
  return {
    loss: await lossOf(logits, clips, settings.classes, objective),
    top1: topK(scored, 1),
    mAP: meanOfPresent(averagePrecisions(scored)),
    logits,
  };
}

async function lossOf(
  logits: readonly Float32Array[],
  clips: readonly TrainingClip[],
  classes: number,
  objective: Objective,
): Promise<number> {
  const value = tf.tidy(() => {
    const z = tf.tensor2d(Float32Array.from(logits.flatMap((row) => [...row])), [clips.length, classes]);
    const targets = clips.flatMap(({ labels }) => [...mixLabels(labels, labels, 1, classes)]);
    return objective(z, tf.tensor2d(targets, [clips.length, classes]));
  });
  const [out = NaN] = await value.data();
  value.dispose();
  return out;
}
