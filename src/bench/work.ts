import { Random } from '../core/random';
import { backboneWeights, initialTrained, type Weights } from '../model/build';
import { sizeOf } from '../model/parameters';
import { MEL_BINS } from '../model/shape';
import { seededBackbone } from '../parity/seededBackbone';
import type { RunConfig } from '../training/config';
import { checkGrid } from '../training/trainee';
import { openCheckpoint } from '../weights/openCheckpoint';
import { readBackbone } from '../weights/readBackbone';
import { sha256Of } from '../weights/sha256';
import type { Backbone } from '../weights/types';
import { CLASSES, runConfigOf, SEED, type Configuration } from './configurations';

/** The bundled backbone's files: `model.safetensors` or `config.json`. */
export type ReadBundled = (file: string) => Promise<Blob>;

/** What every contestant works on. */
export interface Work {
  readonly config: RunConfig;
  readonly backbone: Backbone;
  /** F x W. */
  readonly grid: readonly [number, number];
  /** The backbone's weights on that grid, PyTorch's layout. */
  readonly frozen: Weights;
  /** What is trained, PyTorch's layout: the adapters, then the head. */
  readonly trained: Weights;
  /** Spectrograms [B, T, M], row major. */
  readonly x: Float32Array;
  /** One class a clip, [B]. */
  readonly labels: readonly number[];
}

/** The same weights and the same batch for whoever asks, on any machine. */
export async function workOf(configuration: Configuration, readBundled: ReadBundled): Promise<Work> {
  const config = runConfigOf(configuration);
  const backbone =
    configuration.backbone === 'bundled'
      ? await bundled(readBundled)
      : await seededBackbone(SEED, configuration.backbone);
  const grid = checkGrid(backbone, config);
  const frozen = backboneWeights(backbone, grid);
  const start = initialTrained(config, frozen, { ...backbone.config, classes: CLASSES }, SEED);
  const random = Random.for(SEED, 'bench');
  return {
    config,
    backbone,
    grid,
    frozen,
    trained: new Map(
      [...start].map(([key, { shape, data }]) => [key, { shape, data: stirred(key, shape, data, random) }]),
    ),
    x: normals(config.batch * config.frames * MEL_BINS, 1, random),
    labels: Array.from({ length: config.batch }, (_, i) => i % CLASSES),
  };
}

/** An adapter's `up` starts at zero, and a product with zero shows no mistake: here it starts with small random values. */
function stirred(key: string, shape: readonly number[], data: Float32Array, random: Random): Float32Array {
  return key.endsWith('_adapter.up.weight') ? normals(sizeOf(shape), 0.02, random) : data;
}

function normals(length: number, deviation: number, random: Random): Float32Array {
  const out = new Float32Array(length);
  for (let i = 0; i < length; i++) out[i] = deviation * random.normal();
  return out;
}

async function bundled(read: ReadBundled): Promise<Backbone> {
  const weights = await read('model.safetensors');
  const configJson: unknown = JSON.parse(await (await read('config.json')).text());
  const file = await openCheckpoint(weights, 'vit-nano');
  return readBackbone(file, { name: 'vit-nano', sha256: await sha256Of(weights), configJson });
}
