import * as tf from '@tensorflow/tfjs-core';
import * as ort from 'onnxruntime-web/wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { BACKBONE_KINDS } from '../../../tests/numeric/backboneKinds';
import { startCpu } from '../../../tests/numeric/cpu';
import { EVERY_METHOD, METHOD_NAMES } from '../../../tests/numeric/everyMethod';
import { normals } from '../../../tests/numeric/random';
import { stirred, TINY, TINY_RUN, tinyBackbone } from '../../../tests/numeric/tinyBackbone';
import { backboneWeights, initialTrained } from '../../model/build';
import { forward } from '../../model/ast';
import { MEL_BINS } from '../../model/shape';
import type { RunConfig } from '../../training/config';
import { currentModel } from '../../training/step';
import { checkGrid, createTrainee } from '../../training/trainee';
import type { BackboneConfig } from '../../weights/types';
import { onnxModel } from './model';

beforeAll(async () => {
  ort.env.wasm.numThreads = 1;
  await startCpu();
});

const CLASSES = 3;
const BATCH = 2;

/** The model, its logits by our own forward pass, and the file's by onnxruntime. */
async function compared(config: BackboneConfig, run: RunConfig, halves = false) {
  const backbone = tinyBackbone(config);
  const grid = checkGrid(backbone, run);
  const frozen = backboneWeights(backbone, grid);
  const trained = stirred(initialTrained(run, frozen, { ...config, classes: CLASSES }, 1), 5);
  const x = normals(BATCH * run.frames * MEL_BINS, 3);
  const t = createTrainee(backbone, run, CLASSES, trained);
  const ours = tf.tidy(() => [
    ...forward(currentModel(t), tf.tensor3d(x, [BATCH, run.frames, MEL_BINS])).dataSync<'float32'>(),
  ]);
  t.dispose();
  const { frames, stride } = run;
  const subject = { backbone: config, settings: run, frames, stride, grid, frozen, trained, classes: CLASSES };
  const metadata = { note: 'ünïcode' };
  const file = onnxModel(subject, { batch: 'batch', attention: 'parts', halves, metadata });
  const session = await ort.InferenceSession.create(file, { executionProviders: ['wasm'] });
  const input = new ort.Tensor('float32', x, [BATCH, frames, MEL_BINS]);
  const { logits } = await session.run({ input_values: input });
  await session.release();
  expect(logits?.dims).toEqual([BATCH, CLASSES]);
  const theirs = [...(logits?.data as Float32Array)];
  return {
    difference: Math.max(...ours.map((value, i) => Math.abs(value - (theirs[i] ?? Infinity)))),
    size: file.length,
  };
}

describe('the ONNX file has our logits', () => {
  it.each(METHOD_NAMES)('of every method: %s', async (method) => {
    const run = { ...TINY_RUN, ...EVERY_METHOD[method], method, layers: method === 'full' ? null : [1] };
    expect((await compared(TINY, run)).difference).toBeLessThan(1e-4);
  });

  it.each(BACKBONE_KINDS)('of every kind of backbone: %s', async (_, patch) => {
    const config = { ...TINY, ...patch };
    expect((await compared(config, { ...TINY_RUN, stride: config.stride })).difference).toBeLessThan(1e-4);
  });

  it('where patches overlap and frames are left over', async () => {
    expect((await compared(TINY, { ...TINY_RUN, stride: [24, 20], frames: 101 })).difference).toBeLessThan(1e-4);
  });

  it('nearly, with its large frozen matrices in 16 bits, at less size', async () => {
    const wide = { ...TINY, dim: 64, mlpDim: 128 };
    const [whole, half] = [await compared(wide, TINY_RUN), await compared(wide, TINY_RUN, true)];
    expect(half.difference).toBeLessThan(2e-2);
    expect(half.difference).toBeGreaterThan(whole.difference);
    expect(half.size).toBeLessThan(0.7 * whole.size);
  });
});
