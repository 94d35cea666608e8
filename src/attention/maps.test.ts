import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import * as definitions from '../../tests/numeric/definitions';
import { EVERY_METHOD, METHOD_NAMES } from '../../tests/numeric/everyMethod';
import { held } from '../../tests/numeric/leaks';
import { normals } from '../../tests/numeric/random';
import { stirred, TINY, TINY_RUN } from '../../tests/numeric/tinyBackbone';
import { tinyModel, tinyWeights } from '../../tests/numeric/tinyModel';
import '../../tests/numeric/toBeAllClose';
import { block, embed } from '../model/ast';
import type { MethodName } from '../model/methods';
import type { Model } from '../model/model';
import { MEL_BINS } from '../model/shape';
import { defaultColumn } from './column';
import { attentionMaps } from './maps';

beforeAll(startCpu);

const x = normals(TINY_RUN.frames * MEL_BINS, 101);
const always = async () => true;
/** A model whose method does something, so that what is seen is the trained model's attention. */
const trained = (method: MethodName = 'loaa') => {
  const config = { ...TINY_RUN, ...EVERY_METHOD[method], method };
  return tinyModel(config, stirred(tinyWeights(config), 7));
};

/** Tokens that attention sees in a layer: those of the clip, then a method's own. */
interface Seen {
  /** [h, all, all] */
  readonly probabilities: Float64Array;
  readonly all: number;
}

/** Attention of every layer, in float64 from the tokens that the layer reads and the definition of what is beside them. */
function seen(m: Model): Seen[] {
  const values = (name: string) => [...(m.parameters.get(name)?.dataSync() ?? [])];
  const { dim } = TINY;
  let tokens = embed(m, tf.tensor3d(x, [1, TINY_RUN.frames, MEL_BINS]));
  return Array.from({ length: TINY.depth }, (_, i) => {
    const own = [...tokens.dataSync()].slice(0, m.shape.tokens * dim);
    const [g, b] = [values(`blocks.${i}.norm1.weight`), values(`blocks.${i}.norm1.bias`)];
    const h = definitions.layerNorm([...own, ...values(`blocks.${i}.prompt_embeddings`)], g, b, TINY.blockEps);
    const qkv = definitions.linear(h, merged(m, i, values), values(`blocks.${i}.qkv.bias`), dim);
    const [keys, vs] = [values(`blocks.${i}.prefix.key`), values(`blocks.${i}.prefix.value`)];
    const rows = Array.from({ length: keys.length / dim }, (_, p) => [
      ...new Array<number>(dim).fill(0),
      ...keys.slice(p * dim, (p + 1) * dim),
      ...vs.slice(p * dim, (p + 1) * dim),
    ]);
    const packed = [...qkv, ...rows.flat()];
    const all = packed.length / (3 * dim);
    tokens = block(m, i, tokens);
    return { ...definitions.attention(packed, [1, all, dim], TINY.heads), all };
  });
}

/** The packed weight of layer i with LoRA's change in it: W + (alpha / r) B A. */
function merged(m: Model, i: number, values: (name: string) => number[]): number[] {
  const { dim } = TINY;
  const weight = values(`blocks.${i}.qkv.weight`);
  const { rank, alpha } = m.settings.lora;
  ['q', 'k', 'v'].forEach((target, part) => {
    const [A, B] = ['A', 'B'].map((side) => values(`blocks.${i}.${target}.lora_${side}.weight`));
    for (let at = 0; at < (B?.length ? dim * dim : 0); at++) {
      const [o, c] = [Math.floor(at / dim), at % dim];
      let sum = 0;
      for (let j = 0; j < rank; j++) sum += (B?.[o * rank + j] ?? NaN) * (A?.[j * dim + c] ?? NaN);
      weight[part * dim * dim + at] = (weight[part * dim * dim + at] ?? NaN) + (alpha / rank) * sum;
    }
  });
  return weight;
}

describe('attentionMaps', () => {
  it.each(METHOD_NAMES.map((method, i) => ({ method, column: i % 3 })))(
    'are the mean over column $column of the probabilities, read both ways: $method',
    async ({ method, column }) => {
      const { model, dispose } = trained(method);
      const [F, W] = model.shape.grid;
      const N = model.shape.tokens;
      const maps = await attentionMaps(model, x, column, always);
      const keys: number[] = [];
      const queries: number[] = [];
      for (const { probabilities: p, all } of seen(model)) {
        for (let head = 0; head < TINY.heads; head++) {
          const at = (query: number, key: number) => p[(head * all + query) * all + key] ?? NaN;
          for (let n = 2; n < N; n++) {
            const inColumn = Array.from({ length: F }, (_, f) => 2 + f * W + column);
            keys.push(inColumn.reduce((sum, key) => sum + at(n, key), 0) / F);
            queries.push(inColumn.reduce((sum, query) => sum + at(query, n), 0) / F);
          }
        }
      }
      expect(maps).toMatchObject({ layers: TINY.depth, heads: TINY.heads, grid: [F, W], column });
      expect(maps?.maps['column-as-keys']).toBeAllClose(keys, { absolute: 1e-6 });
      expect(maps?.maps['column-as-queries']).toBeAllClose(queries, { absolute: 1e-6 });
      expect(keys).not.toEqual(queries);
      dispose();
    },
  );

  it('refuses a column that is not there', async () => {
    const { model, dispose } = trained();
    for (const column of [-1, model.shape.grid[1]]) {
      await expect(attentionMaps(model, x, column, always)).rejects.toThrow(RangeError);
    }
    dispose();
  });

  it('ends early with nothing where it is told to, and leaves no tensors either way', async () => {
    const { model, dispose } = trained();
    const before = held();
    const asked: number[] = [];
    expect(await attentionMaps(model, x, 0, async (layer) => asked.push(layer) > 1)).toBeNull();
    expect(asked).toEqual([1]);
    expect(held()).toEqual(before);
    await attentionMaps(model, x, 0, always);
    expect(held()).toEqual(before);
    dispose();
  });
});

describe('defaultColumn', () => {
  it.each([
    ['10 s, no overlap: frames 320 to 336', 64, 16, 1024, 20],
    ['5 s, no overlap', 32, 16, 498, 20],
    ['just long enough', 21, 16, 336, 20],
    ['one frame short of it: the middle', 21, 16, 335, 10],
    ['a grid one column short of it: the middle', 20, 16, 1024, 10],
    ['a second: the middle', 8, 16, 98, 3],
    ['a third of a second in a grid of ten: the middle of the sound', 64, 16, 33, 1],
    ['overlapping patches', 101, 10, 1024, 32],
    ['one column', 1, 16, 16, 0],
    ['no sound at all', 8, 16, 0, 0],
  ])('%s', (_, columns, stride, frames, column) => {
    expect(defaultColumn(columns, stride, frames)).toBe(column);
  });
});
