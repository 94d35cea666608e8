import { FRONT_ENDS } from '../../audio/frontEnds';
import { patchGrid } from '../../ops/grid';
import { backboneSize, trainableSize, type ModelSize } from '../../model/methods';
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
  /** F x W. */
  readonly grid: readonly [number, number];
  /** N, prefix tokens included. */
  readonly tokens: number;
}

export function runSize(config: RunConfig, backbone: BackboneConfig, classes: number): RunSize {
  const grid = gridOf(config, backbone.patch);
  const tokens = backbone.prefixTokens + grid[0] * grid[1];
  const size: ModelSize = { ...backbone, tokens, classes };
  return { trainable: trainableSize(config, size), backbone: backboneSize(size), grid, tokens };
}
