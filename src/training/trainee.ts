import * as tf from '@tensorflow/tfjs-core';
import { fail } from '../core/problem';
import { backboneWeights, initialTrained, upload, type Weights } from '../model/build';
import { METHODS } from '../model/methods';
import { NO_ADAPTERS, type AdapterPlan } from '../model/adapters';
import { astShape, MEL_BINS } from '../model/shape';
import { patchGrid } from '../ops/grid';
import type { Backbone } from '../weights/types';
import type { RunConfig } from './config';
import { flatLayout } from './flat';
import { disposeState, initialState } from './adam';
import type { Trainee } from './step';

/** The adapters that a method really places. */
export function placedAdapters(config: Pick<RunConfig, 'method' | 'adapters'>): AdapterPlan {
  return METHODS[config.method].usesAdapters ? config.adapters : NO_ADAPTERS;
}

/**
 * A model ready to train on the current backend: the backbone on the run's token grid, and what the method trains, from
 * the seed or, where `given`, from weights read earlier (PyTorch's layout).
 * @throws ProblemError where the clip is shorter than one patch, or `given` does not fit
 */
export function createTrainee(backbone: Backbone, config: RunConfig, classes: number, given: Weights | null): Trainee {
  const { dim, depth, patch } = backbone.config;
  const grid = patchGrid(MEL_BINS, config.frames, patch, config.stride);
  if (grid[0] < 1 || grid[1] < 1) {
    fail(
      'model.too-short',
      `${config.frames} frames`,
      `are fewer than one ${patch} x ${patch} patch needs.`,
      'Use more frames.',
    );
  }
  const plan = placedAdapters(config);
  const frozenWeights = backboneWeights(backbone, grid);
  const fresh = initialTrained(config.method, plan, frozenWeights, { dim, depth, classes }, config.seed);
  const trainedWeights = given ? matching(given, fresh) : fresh;
  const trained = upload(trainedWeights);
  const frozen = upload([...frozenWeights].filter(([name]) => !trained.has(name)));
  const state = initialState(trained.values());
  return {
    shape: astShape(backbone.config, config.frames, config.stride, plan),
    frozen,
    layout: flatLayout(trained),
    state,
    trained,
  };
}

/** The given weights in the order of the expected ones; every name and shape must match. */
function matching(given: Weights, expected: Weights): Weights {
  const wrong: string[] = [];
  const out = new Map<string, NonNullable<ReturnType<Weights['get']>>>();
  for (const [name, { shape }] of expected) {
    const weight = given.get(name);
    if (!weight) wrong.push(`${name} is missing`);
    else if (weight.shape.join() !== shape.join()) wrong.push(`${name} is [${weight.shape}], not [${shape}]`);
    else out.set(name, weight);
  }
  for (const name of given.keys()) if (!expected.has(name)) wrong.push(`${name} is not part of this model`);
  if (wrong.length > 0) {
    const shown = wrong.slice(0, 5).join('; ');
    const more = wrong.length > 5 ? `; and ${wrong.length - 5} more` : '';
    fail(
      'model.mismatch',
      'The adapter',
      `does not fit the model: ${shown}${more}.`,
      'Load the backbone that it was trained on.',
    );
  }
  return out;
}

export function disposeTrainee(t: Trainee): void {
  t.shape.dispose();
  disposeState(t.state);
  tf.dispose([...t.frozen.values(), ...t.trained.values()]);
}
