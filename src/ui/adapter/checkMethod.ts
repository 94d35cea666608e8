import { PLACEMENTS, USUAL_SIZE } from '../../model/adapters';
import { usesOption } from '../../model/methods';
import { chosenLayers, chosenTargets, type MethodOptions } from '../../model/settings';
import type { RunConfig } from '../../training/config';
import type { BackboneConfig } from '../../weights/types';

/** What a message about a method's options is about: an option, one value of it, or the method as a whole. */
export type MethodField =
  | 'method'
  | 'layers'
  | 'attn'
  | 'ffn'
  | 'attnSize'
  | 'ffnSize'
  | 'loraRank'
  | 'loraAlpha'
  | 'loraTargets'
  | 'convpassBottleneck'
  | 'convpassScale'
  | 'promptLength'
  | 'prefixLength';

/** Asks for something to hold; where it does not, the message stands at the field. */
export type Demand<Field> = (holds: boolean, field: Field, message: string) => void;

/** The sizes of a backbone that bound the options; null where none is loaded, and only what needs none is checked. */
export type ModelLimits = Pick<BackboneConfig, 'patch' | 'dim' | 'depth'> | null;

/** The longest kernel on offer: with two convolutions it reaches 30 tokens each way. */
export const MOST_SIZE = 31;
/** More tokens than this would outnumber those of most clips. */
const MOST_TOKENS = 1000;
/** A width that no backbone of this page goes beyond. */
const MOST_DIM = 4096;

/** Whether a value is a whole number within both bounds. */
export function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

type Check = (config: RunConfig, model: ModelLimits, demand: Demand<MethodField>) => void;

const isFactor = (value: number) => value > 0 && value <= 1000;
const FACTOR = 'More than 0 and at most 1000.';

/** What must hold of each option where the method reads it. */
const CHECKS = {
  adapters({ method, adapters }, model, demand) {
    const most = model?.dim ?? MOST_DIM;
    demand(
      adapters.attn !== null || adapters.ffn !== null,
      'method',
      'There is no adapter: choose one for attention or FFN, or the linear probe.',
    );
    for (const place of PLACEMENTS) {
      const spec = adapters[place];
      if (!spec) continue;
      demand(isWhole(spec.bottleneck, 1, most), place, `A whole number from 1 to ${most}, the width.`);
      const size = spec.size ?? USUAL_SIZE;
      if (method !== 'loaa' || spec.kernel === 'linear') continue;
      const isOdd = isWhole(size, USUAL_SIZE, MOST_SIZE) && size % 2 === 1;
      demand(isOdd, `${place}Size`, `An odd number from ${USUAL_SIZE} to ${MOST_SIZE}.`);
    }
  },
  layers(config, model, demand) {
    // Shallow prompts stand before the first layer, whichever are chosen.
    if (!model || (config.method === 'prompt' && !config.prompts.deep)) return;
    const isAny = chosenLayers(config, model.depth).length > 0;
    demand(isAny, 'layers', `No layer is chosen: choose at least one of the ${model.depth}.`);
  },
  bias() {
    // Either value will do.
  },
  lora(config, model, demand) {
    const most = model?.dim ?? MOST_DIM;
    demand(isWhole(config.lora.rank, 1, most), 'loraRank', `A whole number from 1 to ${most}, the width.`);
    demand(isFactor(config.lora.alpha), 'loraAlpha', FACTOR);
    demand(chosenTargets(config).length > 0, 'loraTargets', 'No projection is chosen: choose at least one.');
  },
  convpass({ convpass }, model, demand) {
    const most = model?.dim ?? MOST_DIM;
    demand(isWhole(convpass.bottleneck, 1, most), 'convpassBottleneck', `A whole number from 1 to ${most}, the width.`);
    demand(isFactor(convpass.scale), 'convpassScale', FACTOR);
  },
  prompts({ prompts }, _model, demand) {
    demand(isWhole(prompts.length, 1, MOST_TOKENS), 'promptLength', `A whole number from 1 to ${MOST_TOKENS}.`);
  },
  prefix({ prefix }, _model, demand) {
    demand(isWhole(prefix.length, 1, MOST_TOKENS), 'prefixLength', `A whole number from 1 to ${MOST_TOKENS}.`);
  },
} as const satisfies Record<keyof MethodOptions, Check>;

/** Checks every option that the method of a configuration reads, and none that it does not. */
export function checkMethod(config: RunConfig, model: ModelLimits, demand: Demand<MethodField>): void {
  for (const [option, check] of Object.entries(CHECKS) as [keyof MethodOptions, Check][]) {
    if (usesOption(config.method, option)) check(config, model, demand);
  }
}
