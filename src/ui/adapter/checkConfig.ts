import { FRONT_ENDS } from '../../audio/frontEnds';
import { usesOption } from '../../model/methods';
import type { RunConfig } from '../../training/config';

/** What a message is about: a setting of the run, or an adapter's placement. */
export type CheckedField = keyof RunConfig | 'attn' | 'ffn' | 'maskFrequency' | 'maskTime';

export interface ConfigFault {
  readonly field: CheckedField;
  readonly message: string;
}

const MOST_FRAMES = 4096;

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/**
 * Everything that is off in a configuration, in plain words; empty where a run may start.
 * @param model the backbone's patch and width, or null where none is loaded yet (then only what needs neither is checked)
 */
export function checkConfig(
  config: RunConfig,
  model: { readonly patch: readonly [number, number]; readonly dim: number } | null,
): readonly ConfigFault[] {
  const faults: ConfigFault[] = [];
  const demand = (holds: boolean, field: CheckedField, message: string) => {
    if (!holds) faults.push({ field, message });
  };
  const { bins } = FRONT_ENDS[config.frontEnd];
  const [p, q] = model?.patch ?? [16, 16];
  const { adapters } = config;

  if (usesOption(config.method, 'adapters')) {
    demand(
      adapters.attn !== null || adapters.ffn !== null,
      'method',
      'There is no adapter: choose a kernel beside attention or FFN, or the linear probe.',
    );
    for (const place of ['attn', 'ffn'] as const) {
      const spec = adapters[place];
      const most = model?.dim ?? 4096;
      if (spec) demand(isWhole(spec.bottleneck, 1, most), place, `A whole number from 1 to ${most}, the width.`);
    }
  }
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
  demand(config.mixup >= 0 && config.mixup <= 1, 'mixup', 'From 0 to 100 %.');
  demand(isWhole(config.seed, 0, 2 ** 31 - 1), 'seed', 'A whole number from 0.');
  return faults;
}
