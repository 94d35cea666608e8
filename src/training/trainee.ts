import * as tf from '@tensorflow/tfjs-core';
import { fail } from '../core/problem';
import { backboneWeights, initialTrained, trainedShapes, upload, type Weights } from '../model/build';
import { kernelsOf, usesOption } from '../model/methods';
import { astShape, MEL_BINS } from '../model/shape';
import { patchGrid } from '../ops/grid';
import type { Backbone } from '../weights/types';
import type { RunConfig } from './config';
import { disposeState, initialState, thetaOf } from './adam';
import { createViews, flatLayout } from './flat';
import { fusedFor } from './fusedTrainee';
import type { Passage } from './passage';
import type { Trainee } from './step';
import { normPlan } from './stepNorms';

/** More than this is no spectrogram that anybody trains on, but a setting gone wrong: an hour at stride 16 has 180,000. */
const MOST_TOKENS = 200_000;

/**
 * Whether a run's settings make a model of this backbone at all; asks for no memory.
 * @throws ProblemError where the clip is shorter than one patch, has absurdly many tokens, or gaps between its patches
 */
export function checkGrid(backbone: Backbone, config: RunConfig): readonly [number, number] {
  const { patch } = backbone.config;
  const [F, W] = patchGrid(MEL_BINS, config.frames, patch, config.stride);
  const subject = `${config.frames} frames`;
  if (F < 1 || W < 1)
    fail('model.too-short', subject, `are fewer than one ${patch[0]} x ${patch[1]} patch needs.`, 'Use more frames.');
  // Patches that reach over all bins have no gap in frequency, whatever the stride.
  if ((F > 1 && config.stride[0] > patch[0]) || config.stride[1] > patch[1]) {
    fail(
      'model.gaps',
      `A stride of ${config.stride[0]} x ${config.stride[1]}`,
      `leaves sound between the ${patch[0]} x ${patch[1]} patches of this backbone unseen.`,
      `Use a stride of at most ${patch[0]} x ${patch[1]} (mel bins x frames).`,
    );
  }
  if (F * W > MOST_TOKENS)
    fail('model.too-long', subject, `make ${F * W} patches.`, 'Use fewer frames or a larger stride.');
  return [F, W];
}

/** @throws ProblemError where a layer is chosen that the backbone has not */
function checkLayers({ name, config: { depth } }: Backbone, config: RunConfig): void {
  const beyond = usesOption(config.method, 'layers') && config.layers?.find((layer) => layer >= depth);
  if (typeof beyond !== 'number') return;
  fail(
    'model.no-layer',
    name,
    `has ${depth} layers, 0 to ${depth - 1}, and none of number ${beyond}.`,
    'Choose others.',
  );
}

/**
 * A model ready to train on the current backend: the backbone on the run's token grid, and what the method trains, from
 * the seed or, where `given`, from weights read earlier (PyTorch's layout).
 * @param passage how the run goes through its batches; what fits by default
 * @throws ProblemError as `checkGrid`, and where `given` does not fit; nothing is built then
 */
export function createTrainee(
  backbone: Backbone,
  config: RunConfig,
  classes: number,
  given: Weights | null,
  passage: Pick<Passage, 'segment' | 'halves'> | null = null,
): Trainee {
  const grid = checkGrid(backbone, config);
  checkLayers(backbone, config);
  const checked = given && matching(given, trainedShapes(config, backbone, grid, classes));
  const frozenWeights = backboneWeights(backbone, grid);
  const trained = upload(
    checked ?? initialTrained(config, frozenWeights, { ...backbone.config, classes }, config.seed),
  );
  const frozen = upload([...frozenWeights].filter(([name]) => !trained.has(name)));
  const shape = astShape(backbone.config, config.frames, config.stride, kernelsOf(config));
  const { mlpDim } = backbone.config;
  const layout = flatLayout(trained);
  const views = createViews(layout);
  const norms = normPlan(layout, shape.depth);
  const state = initialState(trained.values());
  tf.dispose([...trained.values()]);
  const fused = fusedFor({ shape, settings: config, frozen, layout, mlpDim, classes, frames: config.frames }, passage);
  return {
    shape,
    settings: config,
    frozen,
    layout,
    norms,
    state,
    fused,
    get trained() {
      return views.of(this.state, () => thetaOf(this.state));
    },
    dispose() {
      fused?.dispose();
      views.drop();
      shape.dispose();
      norms.dispose();
      disposeState(this.state);
      tf.dispose([...frozen.values()]);
    },
  };
}

/**
 * The given weights in the order of the expected shapes; every name and shape must match.
 * @throws ProblemError naming what does not
 */
export function matching(given: Weights, expected: ReadonlyMap<string, readonly number[]>): Weights {
  const wrong: string[] = [];
  const out = new Map<string, NonNullable<ReturnType<Weights['get']>>>();
  for (const [name, shape] of expected) {
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
      more === '' ? [] : wrong,
    );
  }
  return out;
}
