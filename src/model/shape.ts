import * as tf from '@tensorflow/tfjs-core';
import { patchIndex } from '../ops/patches';
import { disposeTaps, tapTable, type TapTable } from '../ops/taps';
import type { BackboneConfig, NormOrder, Pooling } from '../weights/types';
import { patchGrid } from '../ops/grid';
import { extentOf, PLACEMENTS, type AdapterPlan, type Placement } from './adapters';

/** Sizes of an AST on a given input, with the index tables that its forward pass reads. Made by `astShape`. */
export interface AstShape {
  readonly dim: number;
  readonly depth: number;
  readonly heads: number;
  /** Mel bins and frames of a patch. */
  readonly patch: readonly [number, number];
  /** S: class and distillation token, the class token alone, or none. */
  readonly prefix: number;
  readonly pooling: Pooling;
  readonly normOrder: NormOrder;
  readonly blockEps: number;
  /** F x W. */
  readonly grid: readonly [number, number];
  /** N = S + F W. */
  readonly tokens: number;
  readonly patchIndex: tf.Tensor1D;
  /** The taps of the kernel at a placement; throws where the plan has none there. */
  taps(place: Placement): TapTable;
  dispose(): void;
}

/** Log-mel bins of every front end. */
export const MEL_BINS = 128;

/**
 * @param frames T  @param stride patch stride, [frequency, time]
 * The index tables live on the current backend until `dispose`.
 */
export function astShape(
  config: BackboneConfig,
  frames: number,
  stride: readonly [number, number],
  plan: AdapterPlan,
): AstShape {
  const grid = patchGrid(MEL_BINS, frames, config.patch, stride);
  const index = tf.keep(patchIndex(MEL_BINS, grid, config.patch, stride));
  const tables = new Map<Placement, TapTable>();
  for (const place of PLACEMENTS) {
    const spec = plan[place];
    if (spec) tables.set(place, tapTable(grid, extentOf(spec), config.prefixTokens));
  }
  return {
    dim: config.dim,
    depth: config.depth,
    heads: config.heads,
    patch: config.patch,
    prefix: config.prefixTokens,
    pooling: config.pooling,
    normOrder: config.normOrder,
    blockEps: config.blockEps,
    grid,
    tokens: config.prefixTokens + grid[0] * grid[1],
    patchIndex: index,
    taps(place) {
      const table = tables.get(place);
      if (!table) throw new Error(`No adapter is planned beside ${place}.`);
      return table;
    },
    dispose() {
      index.dispose();
      for (const table of tables.values()) disposeTaps(table);
    },
  };
}
