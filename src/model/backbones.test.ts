import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { held } from '../../tests/numeric/leaks';
import '../../tests/numeric/toBeAllClose';
import { published, publishedBackbone } from '../../tests/weights/publishedBackbones';
import type { TensorFile } from '../weights/types';
import { NO_ADAPTERS } from './adapters';
import { block, embed, encode, pool } from './ast';
import { backboneWeights, upload } from './build';
import { BARE } from './methods';
import type { Model } from './model';
import { astShape, MEL_BINS } from './shape';

let goldens: TensorFile;
let x: Float32Array;
const [B, MOST] = [2, 96];
beforeAll(async () => {
  startCpu();
  goldens = await published('goldens.safetensors');
  x = (await goldens.read('x')).data;
});

/** The first `frames` of every golden spectrogram. */
function input(frames: number): tf.Tensor3D {
  return tf.slice(tf.tensor3d(x, [B, MOST, MEL_BINS]), [0, 0, 0], [B, frames, MEL_BINS]);
}

async function modelOf(file: string, frames: number, stride: readonly [number, number] | null) {
  const backbone = await publishedBackbone(file);
  const shape = astShape(backbone.config, frames, stride ?? backbone.config.stride, NO_ADAPTERS);
  const parameters = upload(backboneWeights(backbone, shape.grid));
  const model: Model = { shape, settings: BARE, parameters, trained: new Set() };
  const dispose = () => {
    shape.dispose();
    tf.dispose([...parameters.values()]);
  };
  return { model, dispose };
}

/** Case of the goldens, file, frames, stride (null: that of the pre-training). */
const CASES = [
  ['vit', 'vit_timm.safetensors', 64, null],
  ['vit', 'vit_hf.safetensors', 64, null],
  ['vit', 'vit_hf_state_dict.pth', 64, null],
  ['ssast_patch.64', 'ssast_patch.pth', 64, null],
  ['ssast_patch.96', 'ssast_patch.pth', 96, null],
  ['ssast_patch.32', 'ssast_patch.pth', 32, null],
  ['ssast_patch.lapped', 'ssast_patch.pth', 96, [10, 10]],
  ['ssast_frame.64', 'ssast_frame.pth', 64, null],
  ['ssast_frame.96', 'ssast_frame.pth', 96, null],
  ['ssast_frame.32', 'ssast_frame.pth', 32, null],
  ['ssast_frame.lapped', 'ssast_frame.pth', 64, [128, 1]],
  ['ssast_nokd.64', 'ssast_nokd.pth', 64, null],
  ['ssast_nokd.96', 'ssast_nokd.pth', 96, null],
  ['mae_ast_patch.64', 'mae_ast_patch.pt', 64, null],
  ['mae_ast_patch.96', 'mae_ast_patch.pt', 96, null],
  ['mae_ast_frame.64', 'mae_ast_frame.pt', 64, null],
  ['mae_ast_frame.96', 'mae_ast_frame.pt', 96, null],
  ['audio_mae_pretrained.80', 'audio_mae_pretrained.pth', 80, null],
  ['audio_mae_pretrained.48', 'audio_mae_pretrained.pth', 48, null],
  ['audio_mae_pretrained.96', 'audio_mae_pretrained.pth', 96, null],
  ['audio_mae_finetuned.80', 'audio_mae_finetuned.pth', 80, null],
  ['audio_mae_finetuned.48', 'audio_mae_finetuned.pth', 48, null],
] as const;

describe('a published backbone', () => {
  it.each(CASES)(
    'gives what its authors’ order of operations gives: %s from %s',
    async (golden, file, frames, stride) => {
      const before = held();
      const { model, dispose } = await modelOf(file, frames, stride);
      const { prefix, depth, grid, tokens, dim } = model.shape;
      const pooled = tf.tidy(() => encode(model, input(frames)).dataSync());
      expect(pooled).toBeAllClose((await goldens.read(`${golden}.pooled`)).data, { absolute: 5e-5, relative: 0 });
      const last = tf.tidy(() => {
        let y = embed(model, input(frames));
        for (let i = 0; i < depth; i++) y = block(model, i, y);
        expect(pool(model, y).shape).toEqual([B, dim]);
        return tf.slice(y, [0, prefix, 0], [B, tokens - prefix, dim]).dataSync();
      });
      const places = await goldens.read(`${golden}.grid`);
      expect(places.shape).toEqual([B, ...grid, dim]);
      expect(last).toBeAllClose(places.data, { absolute: 1e-4, relative: 0 });
      dispose();
      expect(held()).toEqual(before);
    },
  );
});
