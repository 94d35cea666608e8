import { featuresOf, FRONT_ENDS } from '../audio/frontEnds';
import { writeAdapter } from '../bundle/adapterFile';
import { onnxMetadata } from '../bundle/onnx/metadata';
import { onnxModel } from '../bundle/onnx/model';
import { chirp } from '../bundle/parity';
import type { AdapterConfig, Parity } from '../bundle/types';
import { backboneWeights, download, type Weights } from '../model/build';
import { forward } from '../model/ast';
import { kernelsOf } from '../model/methods';
import { snapshot } from '../model/model';
import { fitted, plainInput } from '../training/examples';
import { spectrogramsOf } from '../training/inputs';
import { windowSamples } from '../training/windows';
import { currentModel } from '../training/step';
import type { Backbone } from '../weights/types';
import type { TrainedModel } from './models';
import type { EngineHandlers } from './rpc';

/** What the engine lends its exports. */
interface Lent {
  /** Work that reads models across turns, one after the other. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** @throws ProblemError where there is none */
  needTrained(): TrainedModel;
  /** @throws ProblemError where there is none */
  needBackbone(): Backbone;
}

/** Of the input's length, what the sound of a bundle's check fills: the rest is padded, which is then checked too. */
const CHECKED_SHARE = 0.8;

/** The engine's answers to exports of the model in it. */
export function createExportHandlers({
  exclusive,
  needTrained,
  needBackbone,
}: Lent): Pick<EngineHandlers, 'adapter.export' | 'adapter.parity' | 'adapter.onnx'> {
  return {
    'adapter.export': () =>
      exclusive(async () => {
        const trained = needTrained();
        const weights = await trainedWeights(trained);
        return { weights: writeAdapter(weights), config: adapterConfig(trained, needBackbone()) };
      }),

    'adapter.parity': () => exclusive(() => parityOf(needTrained())),

    'adapter.onnx': ({ halves }) =>
      exclusive(async () => {
        const trained = needTrained();
        const base = needBackbone();
        const { config: run } = trained.settings;
        const { grid } = trained.trainee.shape;
        const weights = await trainedWeights(trained);
        const { frames, stride } = run;
        const frozen = backboneWeights(base, grid);
        const classes = trained.labels.length;
        return onnxModel(
          { backbone: base.config, settings: run, frames, stride, grid, frozen, trained: weights, classes },
          { batch: 'batch', attention: 'parts', halves, metadata: onnxMetadata(adapterConfig(trained, base)) },
        );
      }),
  };
}

/** What was trained, in PyTorch's layout, as it stands now. */
async function trainedWeights({ trainee, settings }: TrainedModel): Promise<Weights> {
  const still = snapshot({ ...currentModel(trainee), parameters: trainee.trained });
  try {
    return await download(still.parameters, kernelsOf(settings.config));
  } finally {
    still.dispose();
  }
}

/** What the model says of the chirp. */
async function parityOf({ trainee, settings }: TrainedModel): Promise<Parity> {
  const { config } = settings;
  const frontEnd = FRONT_ENDS[config.frontEnd];
  const wave = chirp(frontEnd.sampleRate, Math.round(CHECKED_SHARE * windowSamples(config)));
  const features = featuresOf(frontEnd, wave);
  const still = snapshot(currentModel(trainee));
  const x = spectrogramsOf([{ x: plainInput(features, settings) }], config.frames);
  const logits = forward(still, x);
  try {
    return {
      wave,
      sampleRate: frontEnd.sampleRate,
      filterbank: fitted(features, config),
      frames: config.frames,
      bins: features.bins,
      logits: Float32Array.from(await logits.data()),
    };
  } finally {
    still.dispose();
    x.dispose();
    logits.dispose();
  }
}

function adapterConfig({ trainee, settings, labels, best }: TrainedModel, base: Backbone): AdapterConfig {
  const { name, sha256, origin, config } = base;
  return {
    run: settings.config,
    backbone: { name, sha256, origin, dim: config.dim, depth: config.depth, heads: config.heads, config },
    mean: settings.mean,
    std: settings.std,
    labels,
    grid: trainee.shape.grid,
    trainable: trainee.layout.total,
    best,
  };
}
