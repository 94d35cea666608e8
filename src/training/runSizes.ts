import { FRONT_ENDS } from '../audio/frontEnds';
import { isFusable } from '../fused/fusable';
import { isLargeMatrix } from '../fused/sizes';
import { backboneShapes } from '../model/backboneShapes';
import { trainedParameters, type MethodSettings } from '../model/methods';
import { sizeOf } from '../model/parameters';
import { patchGrid } from '../ops/grid';
import type { BackboneConfig } from '../weights/types';
import type { RunConfig } from './config';
import { startOf, type Start } from './start';

/** What a run's memory is counted from. */
export interface RunSizes {
  /** d, L, h, the width inside the FFN, C. */
  readonly dim: number;
  readonly depth: number;
  readonly heads: number;
  readonly mlpDim: number;
  readonly classes: number;
  /** N, and F W without the prefix tokens. */
  readonly tokens: number;
  readonly patches: number;
  /** p q, the values of a patch. */
  readonly patchArea: number;
  /** T M, the values of an input. */
  readonly inputSize: number;
  /** Values that are frozen, and P, those that are trained. */
  readonly frozen: number;
  readonly trained: number;
  /** The most values in one weight. */
  readonly largestWeight: number;
  readonly start: Start;
  readonly settings: MethodSettings;
  /** Whether kernels that run whole passes know this model (fused/fusable.ts), and the values in its large matrices. */
  readonly fusable: boolean;
  readonly matrices: number;
}

/** The sizes of a run on a backbone, before anything of it is built. */
export function runSizes(config: RunConfig, backbone: BackboneConfig, classes: number): RunSizes {
  const { bins } = FRONT_ENDS[config.frontEnd];
  const [F, W] = patchGrid(bins, config.frames, backbone.patch, config.stride);
  const patches = Math.max(0, F) * Math.max(0, W);
  const tokens = backbone.prefixTokens + patches;
  const own = backboneShapes({ ...backbone, tokens });
  const parts = trainedParameters(config, own, { ...backbone, classes });
  const names = [...parts.own.map(([name]) => name), ...[...parts.placed, ...parts.head].map(({ name }) => name)];
  const total = (shapes: readonly (readonly number[])[]) => shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
  const trainedOwn = total(parts.own.map(([, shape]) => shape));
  // A fixed table of positions is held as weights are.
  const table = backbone.positions === 'learned' ? 0 : tokens * backbone.dim;
  return {
    dim: backbone.dim,
    depth: backbone.depth,
    heads: backbone.heads,
    mlpDim: backbone.mlpDim,
    classes,
    tokens,
    patches,
    patchArea: backbone.patch[0] * backbone.patch[1],
    inputSize: bins * config.frames,
    frozen: total(own.map(([, shape]) => shape)) - trainedOwn + table,
    trained: trainedOwn + total([...parts.placed, ...parts.head].map(({ shape }) => shape)),
    largestWeight: Math.max(...own.map(([, shape]) => sizeOf(shape))),
    start: startOf(names, backbone.depth),
    settings: config,
    fusable: isFusable(backbone, config),
    matrices: total(own.filter(([name]) => isLargeMatrix(name)).map(([, shape]) => shape)),
  };
}
