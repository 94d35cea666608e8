import { FRONT_ENDS } from '../../audio/frontEnds';
import { patchGrid } from '../../ops/grid';
import { backboneSize, headSize, trainableSize, type ModelSize } from '../../model/methods';
import type { RunConfig } from '../../training/config';
import type { BackboneConfig } from '../../weights/types';

/** F x W patches that a run's clips are cut into; an axis shorter than a patch gives none. */
export function gridOf(config: RunConfig, patch: BackboneConfig['patch']): readonly [number, number] {
  const [F, W] = patchGrid(FRONT_ENDS[config.frontEnd].bins, config.frames, patch, config.stride);
  return [Math.max(0, F), Math.max(0, W)];
}

/** Seconds of sound in so many frames of a run. */
export function secondsOf(config: Pick<RunConfig, 'frontEnd'>, frames: number): number {
  return frames / FRONT_ENDS[config.frontEnd].framesPerSecond;
}

/** What a run on a backbone trains, of how much. */
export interface RunSize {
  readonly trainable: number;
  readonly backbone: number;
  /** Backbone and head: what full fine-tuning would train, and what shares are of. */
  readonly whole: number;
  /** F x W. */
  readonly grid: readonly [number, number];
  /** N, prefix tokens included. */
  readonly tokens: number;
}

export function runSize(config: RunConfig, backbone: BackboneConfig, classes: number): RunSize {
  const grid = gridOf(config, backbone.patch);
  const tokens = backbone.prefixTokens + grid[0] * grid[1];
  const size: ModelSize = { ...backbone, tokens, classes };
  const own = backboneSize(size);
  const whole = own + headSize(size.dim, size.classes);
  return { trainable: trainableSize(config, size), backbone: own, whole, grid, tokens };
}

/**
 * How many times as long a step takes as without patch overlap, by its multiplications: a layer has 12 N d^2 in its
 * projections and 2 N^2 d in its attention, N tokens of width d. 1 where patches do not overlap.
 */
export function overlapCost(config: RunConfig, backbone: BackboneConfig): number {
  const work = (stride: RunConfig['stride']) => {
    const [F, W] = gridOf({ ...config, stride }, backbone.patch);
    const tokens = backbone.prefixTokens + F * W;
    return 12 * tokens * backbone.dim + 2 * tokens * tokens;
  };
  return work(config.stride) / work(backbone.patch);
}
