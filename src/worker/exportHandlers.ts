import { featuresOf, FRONT_ENDS } from '../audio/frontEnds';
import { writeAdapter } from '../bundle/adapterFile';
import { chirp } from '../bundle/parity';
import type { AdapterConfig, Parity } from '../bundle/types';
import { download } from '../model/build';
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
}: Lent): Pick<EngineHandlers, 'adapter.export' | 'adapter.parity'> {
  return {
    'adapter.export': () =>
      exclusive(async () => {
        const trained = needTrained();
        const still = snapshot({ ...currentModel(trained.trainee), parameters: trained.trainee.trained });
        try {
          const weights = await download(still.parameters, kernelsOf(trained.settings.config));
          return { weights: writeAdapter(weights), config: adapterConfig(trained, needBackbone()) };
        } finally {
          still.dispose();
        }
      }),

    'adapter.parity': () => exclusive(() => parityOf(needTrained())),
  };
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
