import { defaultDevice, init, numpy as np } from '@jax-js/jax';
import * as tf from '@tensorflow/tfjs-core';
import * as ort from 'onnxruntime-web/wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { addIteratorHelpers } from '../../scripts/lib/iteratorHelpers.mjs';
import { smallWork } from '../../tests/bench/smallWork';
import { startCpu } from '../../tests/numeric/cpu';
import '../../tests/numeric/toBeAllClose';
import { forward } from '../model/ast';
import { MEL_BINS } from '../model/shape';
import { currentModel } from '../training/step';
import { createTrainee } from '../training/trainee';
import { CLASSES } from './configurations';
import { asProduct } from './jax';
import { jaxForward, type Named } from './jaxModel';
import { onnxModel } from '../bundle/onnx/model';
import { onnxWork } from './onnxWork';
import type { Work } from './work';

let work: Work;
let logits: readonly number[];

beforeAll(async () => {
  await startCpu();
  work = await smallWork();
  const t = createTrainee(work.backbone, work.config, CLASSES, work.trained);
  const ours = tf.tidy(() =>
    forward(currentModel(t), tf.tensor3d(work.x, [work.config.batch, work.config.frames, MEL_BINS])),
  );
  logits = Array.from(await ours.data());
  ours.dispose();
  t.dispose();
});

describe('the forward pass written for others has our logits', () => {
  it.each(['parts', 'MultiHeadAttention'] as const)('in onnxruntime, attention as %s', async (attention) => {
    ort.env.wasm.numThreads = 1;
    const session = await ort.InferenceSession.create(onnxModel(...onnxWork(work, attention)), {
      executionProviders: ['wasm'],
    });
    const x = new ort.Tensor('float32', work.x, [work.config.batch, work.config.frames, MEL_BINS]);
    const outputs = await session.run({ input_values: x });
    expect(outputs['logits']?.dims).toEqual([work.config.batch, CLASSES]);
    expect(outputs['logits']?.data as Float32Array).toBeAllClose(logits);
    await session.release();
  });

  it('in jax-js', async () => {
    addIteratorHelpers();
    await init('cpu');
    const before = defaultDevice();
    defaultDevice('cpu');
    const { config, backbone, grid } = work;
    const parameters: Named = Object.fromEntries(
      [...work.frozen, ...work.trained].map(([name, weight]) => {
        const { data, shape } = asProduct(name, weight);
        return [name, np.array(data as Float32Array<ArrayBuffer>, { shape: [...shape] })];
      }),
    );
    const x = np.array(work.x as Float32Array<ArrayBuffer>, { shape: [config.batch, config.frames, MEL_BINS] });
    const out = jaxForward({ ...backbone.config, batch: config.batch, grid, adapters: config.adapters }, parameters, x);
    expect((await out.data()) as Float32Array).toBeAllClose(logits);
    defaultDevice(before);
  });
});
