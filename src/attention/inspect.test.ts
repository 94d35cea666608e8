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
import { adapterName, extentOf, type AdapterPlan } from '../model/adapters';
import { block, embed } from '../model/ast';
import { toTorch } from '../model/lookAside';
import type { MethodName } from '../model/methods';
import type { Model } from '../model/model';
import { MEL_BINS } from '../model/shape';
import { columnsOf, overview } from './columns';
import { inspect, type LayerVisit } from './inspect';
import { bandMap, matrixOf, tokenMap } from './matrixMaps';
import { READINGS } from './types';

beforeAll(startCpu);

const x = normals(TINY_RUN.frames * MEL_BINS, 101);
const { heads, depth, dim } = TINY;
/** A model whose method does something, so that what is seen is the trained model's attention. */
const trained = (method: MethodName = 'loaa') => {
  const config = { ...TINY_RUN, ...EVERY_METHOD[method], method };
  return tinyModel(config, stirred(tinyWeights(config), 7));
};

/** Attention of every layer, in float64 from the tokens that the layer reads: [h, N, N], and what its LayerNorms gave. */
function seen(
  m: Model,
): readonly { readonly p: (head: number, q: number, k: number) => number; readonly h: number[] }[] {
  const values = (name: string) => [...(m.parameters.get(name)?.dataSync() ?? [])];
  let tokens = embed(m, tf.tensor3d(x, [1, TINY_RUN.frames, MEL_BINS]));
  return Array.from({ length: depth }, (_, i) => {
    const own = [...tokens.dataSync()].slice(0, m.shape.tokens * dim);
    const [g, b] = [values(`blocks.${i}.norm1.weight`), values(`blocks.${i}.norm1.bias`)];
    const h = definitions.layerNorm([...own, ...values(`blocks.${i}.prompt_embeddings`)], g, b, TINY.blockEps);
    const qkv = definitions.linear(h, merged(m, i, values), values(`blocks.${i}.qkv.bias`), dim);
    const [keys, vs] = [values(`blocks.${i}.prefix.key`), values(`blocks.${i}.prefix.value`)];
    const rows = Array.from({ length: keys.length / dim }, (__, p) => [
      ...new Array<number>(dim).fill(0),
      ...keys.slice(p * dim, (p + 1) * dim),
      ...vs.slice(p * dim, (p + 1) * dim),
    ]);
    const packed = [...qkv, ...rows.flat()];
    const all = packed.length / (3 * dim);
    tokens = block(m, i, tokens);
    const { probabilities } = definitions.attention(packed, [1, all, dim], heads);
    return { p: (head, q, k) => probabilities[(head * all + q) * all + k] ?? NaN, h: [...h] };
  });
}

/** The packed weight of layer i with LoRA's change in it: W + (alpha / r) B A. */
function merged(m: Model, i: number, values: (name: string) => number[]): number[] {
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

/** A pass with what it showed: P of every layer, and its columns. */
async function passOf(m: Model) {
  const layers: Float32Array[] = [];
  const columns: Float32Array[] = [];
  const found = await inspect(m, x, async ({ attention }: LayerVisit) => {
    layers.push(Float32Array.from(attention.dataSync()));
    columns.push(Float32Array.from(tf.tidy(() => columnsOf(attention, m.shape)).dataSync()));
    return true;
  });
  if (!found) throw new Error('The pass ended early.');
  return { ...found, layers, columns };
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('a pass', () => {
  it.each(METHOD_NAMES)('shows the probabilities of every layer: %s', async (method) => {
    const { model, dispose } = trained(method);
    const { tokens: N, grid, prefix } = model.shape;
    const { layers, inspection } = await passOf(model);
    const wanted = seen(model);
    layers.forEach((values, layer) => {
      const own = range(heads).flatMap((h) =>
        range(N * N).map((i) => wanted[layer]?.p(h, Math.floor(i / N), i % N) ?? NaN),
      );
      expect(values).toBeAllClose(own, { absolute: 1e-6 });
      const sums = range(heads * N).map((row) => values.subarray(row * N, (row + 1) * N).reduce((a, b) => a + b, 0));
      if (method === 'prompt' || method === 'prefix') expect(sums.every((sum) => sum > 0 && sum < 1)).toBe(true);
      else
        expect(sums).toBeAllClose(
          sums.map(() => 1),
          { absolute: 1e-6 },
        );
    });
    expect(inspection).toMatchObject({ layers: depth, heads, grid, prefix });
    dispose();
  });

  it.each(['loaa', 'prompt'] as const)('measures entropy by its definition: %s', async (method) => {
    const { model, dispose } = trained(method);
    const N = model.shape.tokens;
    const { inspection } = await passOf(model);
    const direct = seen(model).flatMap(({ p }) =>
      range(heads).map((h) => {
        const rows = range(N).map((q) => {
          const row = range(N).map((k) => p(h, q, k));
          const sum = row.reduce((a, b) => a + b, 0);
          return -row.reduce((total, value) => total + (value / sum) * Math.log(value / sum), 0);
        });
        return rows.reduce((a, b) => a + b, 0) / N / Math.log(N);
      }),
    );
    expect(inspection.entropy).toBeAllClose(direct, { absolute: 1e-5 });
    dispose();
  });

  it('rolls attention out: the product of (P + I) / 2 over the layers, the last on the left', async () => {
    const { model, dispose } = trained();
    const N = model.shape.tokens;
    const { rollout } = await passOf(model);
    let product = range(N * N).map((i) => Number(i % (N + 1) === 0));
    for (const { p } of seen(model)) {
      const A = range(N * N).map((i) => {
        const [q, k] = [Math.floor(i / N), i % N];
        return range(heads).reduce((sum, h) => sum + p(h, q, k), 0) / heads / 2 + (q === k ? 0.5 : 0);
      });
      product = range(N * N).map((i) => {
        const [q, k] = [Math.floor(i / N), i % N];
        return range(N).reduce((sum, j) => sum + (A[q * N + j] ?? NaN) * (product[j * N + k] ?? NaN), 0);
      });
    }
    expect(rollout).toBeAllClose(product, { absolute: 1e-6 });
    dispose();
  });

  it('measures what adapters add to each patch, as the definition of the adapter has it', async () => {
    const adapters: AdapterPlan = { attn: { kernel: 'time', bottleneck: 2 }, ffn: null };
    const config = { ...TINY_RUN, adapters };
    const { model, dispose } = tinyModel(config, stirred(tinyWeights(config), 7));
    const { grid, prefix } = model.shape;
    const { inspection } = await passOf(model);
    const torch = (i: number, kind: 'down' | 'up') => {
      const tensor = model.parameters.get(adapterName(i, 'attn', kind));
      if (!tensor || !adapters.attn) throw new Error('no adapter');
      const weight = { shape: tensor.shape, data: Float32Array.from(tensor.dataSync()) };
      return toTorch(kind, weight, extentOf(adapters.attn)).data;
    };
    const norms = seen(model).flatMap(({ h }, i) => {
      const extent = [1, 3] as const;
      const out = definitions.lookAside(h, torch(i, 'down'), torch(i, 'up'), { d: dim, grid, prefix, extent });
      return range(grid[0] * grid[1]).map((n) =>
        Math.hypot(...out.subarray((prefix + n) * dim, (prefix + n + 1) * dim)),
      );
    });
    expect(inspection.added.ffn).toBeNull();
    expect(inspection.added.attn).toBeAllClose(norms, { absolute: 1e-5 });
    expect(norms.every((norm) => norm > 0)).toBe(true);
    dispose();
  });

  it('finds that other methods add nothing beside', async () => {
    const { model, dispose } = trained('lora');
    expect((await passOf(model)).inspection.added).toEqual({ attn: null, ffn: null });
    dispose();
  });

  it('ends early with nothing where it is told to, and leaves no tensors either way', async () => {
    const { model, dispose } = trained();
    const before = held();
    const asked: number[] = [];
    expect(await inspect(model, x, async ({ layer }) => asked.push(layer) > 1)).toBeNull();
    expect(asked).toEqual([0]);
    expect(held()).toEqual(before);
    await inspect(model, x, async () => true);
    expect(held()).toEqual(before);
    dispose();
  });
});

describe('maps of a matrix', () => {
  it.each(READINGS)('are means over the chosen columns: %s', async (reading) => {
    const { model, dispose } = trained();
    const { grid, prefix, tokens: N } = model.shape;
    const [F, W] = grid;
    const { layers, columns } = await passOf(model);
    const all = overview(columns, heads, model.shape, reading, { band: [1, 2] });
    const cls = overview(columns, heads, model.shape, reading, { prefixToken: 1 });
    seen(model).forEach(({ p }, layer) => {
      for (const head of [null, 0, 1]) {
        const at = (q: number, k: number) =>
          head === null ? range(heads).reduce((sum, h) => sum + p(h, q, k), 0) / heads : p(head, q, k);
        const pair = (n: number, token: number) => (reading === 'column-as-keys' ? at(n, token) : at(token, n));
        const matrix = { values: matrixOf(layers[layer] ?? new Float32Array(), heads, head), tokens: N };
        const inBand = range(F).flatMap((f) => [1, 2].map((w) => prefix + f * W + w));
        const band = range(F * W).map((n) => inBand.reduce((sum, t) => sum + pair(prefix + n, t), 0) / inBand.length);
        expect(bandMap(matrix, model.shape, [1, 2], reading)).toBeAllClose(band, { absolute: 1e-6 });
        const one = range(F * W).map((n) => pair(prefix + n, 1));
        expect(tokenMap(matrix, model.shape, 1, reading)).toBeAllClose(one, { absolute: 1e-6 });
        if (head === null) continue;
        const place = (layer * heads + head) * F * W;
        expect(all.subarray(place, place + F * W)).toBeAllClose(band, { absolute: 1e-6 });
        expect(cls.subarray(place, place + F * W)).toBeAllClose(one, { absolute: 1e-6 });
      }
    });
    dispose();
  });

  it('refuse columns and tokens that are not there', () => {
    const matrix = { values: new Float32Array(64), tokens: 8 };
    const where = { grid: [2, 3], prefix: 2 } as const;
    for (const band of [
      [-1, 0],
      [0, 3],
      [2, 1],
    ] as const) {
      expect(() => bandMap(matrix, where, band, 'column-as-keys')).toThrow(RangeError);
    }
    for (const token of [-1, 8]) expect(() => tokenMap(matrix, where, token, 'column-as-keys')).toThrow(RangeError);
  });
});
