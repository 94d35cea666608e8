import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ADAPTER_CONFIG } from '../../tests/numeric/adapterConfig';
import { startCpu } from '../../tests/numeric/cpu';
import { zipAdapter } from '../../tests/numeric/adapterZip';
import { EVERY_METHOD, METHOD_NAMES } from '../../tests/numeric/everyMethod';
import { normals } from '../../tests/numeric/random';
import { stirred, TINY_RUN, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import { TINY_CLASSES, tinyWeights } from '../../tests/numeric/tinyModel';
import { forward } from '../model/ast';
import { download } from '../model/build';
import { kernelsOf } from '../model/methods';
import { MEL_BINS } from '../model/shape';
import { currentModel, type Trainee } from '../training/step';
import { createTrainee } from '../training/trainee';
import { readAdapter, writeAdapter } from './adapterFile';
import { readAdapterFiles } from './zip';

beforeAll(startCpu);

const { frames } = TINY_RUN;
const x = normals(frames * MEL_BINS, 3);
const logitsOf = (t: Trainee) =>
  tf.tidy(() => [...forward(currentModel(t), tf.tensor3d(x, [1, frames, MEL_BINS])).dataSync()]);

describe('an adapter of every method', () => {
  it.each(METHOD_NAMES)('promise 62: comes back from its zip as it was, bit by bit: %s', async (method) => {
    const run = { ...TINY_RUN, ...EVERY_METHOD[method], method, layers: method === 'full' ? null : [1] };
    const trained = createTrainee(tinyBackbone(), run, TINY_CLASSES, stirred(tinyWeights(run), 8));
    const weights = await download(trained.trained, kernelsOf(run));
    const zip = await zipAdapter({ weights: writeAdapter(weights), config: { ...ADAPTER_CONFIG, run } });
    const files = await readAdapterFiles([new File([zip], 'adapter.zip')]);
    expect(files.config.run).toEqual(run);
    const given = await readAdapter(new Blob([files.weights]), 'adapter_model.safetensors');
    const read = createTrainee(tinyBackbone(), files.config.run, TINY_CLASSES, given);
    expect(logitsOf(read)).toEqual(logitsOf(trained));
    trained.dispose();
    read.dispose();
  });

  it('of one method is refused by another, in words', async () => {
    const lora = tinyWeights({ ...TINY_RUN, ...EVERY_METHOD.lora, method: 'lora' });
    const given = await readAdapter(new Blob([writeAdapter(lora)]), 'adapter_model.safetensors');
    const prefix = { ...TINY_RUN, ...EVERY_METHOD.prefix, method: 'prefix' } as const;
    expect(() => createTrainee(tinyBackbone(), prefix, TINY_CLASSES, given)).toThrow(
      /blocks\.0\.prefix\.key is missing/,
    );
  });
});
