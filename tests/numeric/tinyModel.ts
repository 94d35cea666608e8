import { backboneWeights, initialTrained, type Weights } from '../../src/model/build';
import type { MethodSettings } from '../../src/model/methods';
import type { Model } from '../../src/model/model';
import { MEL_BINS } from '../../src/model/shape';
import { patchGrid } from '../../src/ops/grid';
import type { RunConfig } from '../../src/training/config';
import { currentModel } from '../../src/training/step';
import { createTrainee } from '../../src/training/trainee';
import { TINY, tinyBackbone } from './tinyBackbone';

export const TINY_CLASSES = 5;

/** What a run of the tiny backbone starts from: the trained parameters, in PyTorch's layout. */
export function tinyWeights(config: RunConfig): Weights {
  const grid = patchGrid(MEL_BINS, config.frames, TINY.patch, config.stride);
  return initialTrained(config, backboneWeights(tinyBackbone(), grid), { ...TINY, classes: TINY_CLASSES }, config.seed);
}

/** What a method adds to a backbone of any size, head included, as it starts. */
export function newWeights(settings: MethodSettings, size: { dim: number; depth: number; classes: number }): Weights {
  return initialTrained(settings, new Map(), { mlpDim: 4 * size.dim, patch: [16, 16], ...size }, 1);
}

/** The tiny backbone with a head for five classes and the run's adapters: new ones, or those given. */
export function tinyModel(config: RunConfig, given: Weights | null = null): { model: Model; dispose(): void } {
  const trainee = createTrainee(tinyBackbone(), config, TINY_CLASSES, given);
  return { model: currentModel(trainee), dispose: () => trainee.dispose() };
}
