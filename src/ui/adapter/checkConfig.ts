import { FRONT_ENDS } from '../../audio/frontEnds';
import type { RunConfig } from '../../training/config';
import { checkMethod, isWhole, type Demand, type MethodField, type ModelLimits } from './checkMethod';
import { DEFAULT_PATCH } from './strides';

/** What a message is about: a setting of the run, or one value of it. */
export type CheckedField = keyof RunConfig | MethodField | 'maskFrequency' | 'maskTime';

export interface ConfigFault {
  readonly field: CheckedField;
  readonly message: string;
}

const MOST_FRAMES = 4096;
/** More windows than this of one clip show nothing new. */
const MOST_VIEWS = 100;

/**
 * Everything that is off in a configuration, in plain words; empty where a run may start.
 * @param model the backbone's sizes, or null where none is loaded yet (then only what needs none is checked)
 */
export function checkConfig(config: RunConfig, model: ModelLimits): readonly ConfigFault[] {
  const faults: ConfigFault[] = [];
  const demand: Demand<CheckedField> = (holds, field, message) => {
    if (!holds) faults.push({ field, message });
  };
  const { bins } = FRONT_ENDS[config.frontEnd];
  const [p, q] = model?.patch ?? DEFAULT_PATCH;

  checkMethod(config, model, demand);
  demand(isWhole(config.frames, q, MOST_FRAMES), 'frames', `A whole number from ${q}, one patch, to ${MOST_FRAMES}.`);
  demand(
    (config.stride[0] <= p || p >= bins) && config.stride[1] <= q,
    'stride',
    `Sound between the patches would go unseen: at most ${p} bins and ${q} frames, the patch.`,
  );
  demand(config.learningRate > 0 && config.learningRate <= 1, 'learningRate', 'More than 0 and at most 1.');
  demand(isWhole(config.epochs, 1, 1000), 'epochs', 'A whole number from 1 to 1000.');
  demand(isWhole(config.batch, 1, 1024), 'batch', 'A whole number from 1 to 1024.');
  demand(isWhole(config.specAugment.frequency, 0, bins), 'maskFrequency', `A whole number from 0 to ${bins} bins.`);
  demand(
    isWhole(config.specAugment.time, 0, Math.max(0, config.frames)),
    'maskTime',
    'A whole number from 0 to the frames of a clip.',
  );
  demand(isWhole(config.views, 1, MOST_VIEWS), 'views', `A whole number from 1 to ${MOST_VIEWS}.`);
  const isHop = config.hop === null || isWhole(config.hop, 1, MOST_FRAMES);
  demand(isHop, 'hop', `A whole number from 1 to ${MOST_FRAMES}.`);
  const isDecay = config.weightDecay === null || (config.weightDecay >= 0 && config.weightDecay <= 1);
  demand(isDecay, 'weightDecay', 'From 0 to 1.');
  demand(config.normalisation === null || config.normalisation.std > 0, 'normalisation', 'More than 0.');
  demand(config.mixup >= 0 && config.mixup <= 1, 'mixup', 'From 0 to 100 %.');
  demand(isWhole(config.seed, 0, 2 ** 31 - 1), 'seed', 'A whole number from 0.');
  return faults;
}
