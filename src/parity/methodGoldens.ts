import * as tf from '@tensorflow/tfjs-core';
import type { MethodSettings } from '../model/methods';
import { MEL_BINS } from '../model/shape';
import { DEFAULT_CONFIG, type RunConfig } from '../training/config';
import { OPTIMISERS } from '../training/optimisers';
import { createTrainee } from '../training/trainee';
import { openCheckpoint } from '../weights/openCheckpoint';
import type { TensorFile, Weight } from '../weights/types';
import { backboneFrom } from './checkpoints';
import { compareTraining } from './compareTraining';
import { METHOD_GOLDENS, type Bounds, type CheckResult, type Goldens } from './types';

interface MethodCase {
  readonly settings: Partial<MethodSettings>;
  readonly stride: readonly [number, number];
  readonly losses: readonly number[];
  readonly trainable: number;
}

/** Every method, with PEFT's LoRA and plain PyTorch for the others: logits, gradients and three steps. */
export async function* methodGoldenChecks(goldens: Goldens, bounds: Bounds): AsyncGenerator<CheckResult> {
  if (!goldens.has(METHOD_GOLDENS.cases)) return;
  const file = await openCheckpoint(goldens.blob(METHOD_GOLDENS.cases), METHOD_GOLDENS.cases);
  const heads = Number(file.metadata.get('heads'));
  const rate = Number(file.metadata.get('rate'));
  const backbone = await backboneFrom(goldens, METHOD_GOLDENS.backbone, { heads });
  const cases = JSON.parse(file.metadata.get('cases') ?? '{}') as Record<string, MethodCase>;
  const inputs = await file.read('inputs');
  const labels = await file.read('labels');
  const [steps = 0, B = 0, T = 0] = inputs.shape;
  for (const [name, { settings, stride, losses, trainable }] of Object.entries(cases)) {
    const given = await startOf(file, name);
    const C = given.get('head.bias')?.shape[0] ?? 0;
    const config: RunConfig = { ...DEFAULT_CONFIG, ...settings, frames: T, stride };
    const t = createTrainee(backbone, config, C, given);
    const batch = (s: number) => ({
      x: tf.tensor3d(inputs.data.subarray(s * B * T * MEL_BINS, (s + 1) * B * T * MEL_BINS), [B, T, MEL_BINS]),
      y: tf.tensor2d(
        Float32Array.from({ length: B * C }, (_, i) => (labels.data[s * B + Math.floor(i / C)] === i % C ? 1 : 0)),
        [B, C],
      ),
    });
    const golden = {
      name: `method ${name}`,
      losses,
      trainable,
      logits: await file.read(`${name}.logits`),
      read: (kind: 'gradient' | 'final', parameter: string) => file.read(`${name}.${kind}.${parameter}`),
    };
    const recipe = { loss: 'ce' as const, optimiser: OPTIMISERS.adam, rate, steps };
    yield* compareTraining(t, golden, recipe, batch, bounds);
    t.dispose();
  }
}

async function startOf(file: TensorFile, name: string): Promise<Map<string, Weight>> {
  const prefix = `${name}.initial.`;
  const keys = [...file.entries.keys()].filter((key) => key.startsWith(prefix));
  return new Map(await Promise.all(keys.map(async (key) => [key.slice(prefix.length), await file.read(key)] as const)));
}
