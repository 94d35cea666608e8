import * as v from 'valibot';
import { FRONT_ENDS } from '../audio/frontEnds';
import { MASKINGS, type MaskingName } from '../audio/masking';
import type { FrontEndName } from '../audio/types';
import { fail } from '../core/problem';
import { KERNELS, type KernelName } from '../model/adapters';
import { METHODS, type MethodName } from '../model/methods';
import { LORA_TARGETS, METHOD_DEFAULTS } from '../model/settings';
import { LOSSES, type LossName } from '../training/losses';
import { OPTIMISERS, type OptimiserName } from '../training/optimisers';
import { SCHEDULES, type ScheduleName } from '../training/schedules';
import type { AdapterConfig } from './types';

/** How the files name themselves, and the version that is written. */
export const FORMAT = 'loaa-playground';
export const FORMAT_VERSION = 2;

const keys = <K extends string>(table: Record<K, unknown>) => v.picklist(Object.keys(table) as [K, ...K[]]);
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));
const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(1000));

/** More taps than this along an axis are no neighbourhood any more. */
const MOST_TAPS = 63;
const odd = v.pipe(
  count,
  v.minValue(3),
  v.maxValue(MOST_TAPS),
  v.check((n) => n % 2 === 1, 'must be odd'),
);
const spec = v.nullable(v.object({ kernel: keys<KernelName>(KERNELS), bottleneck: count, size: v.exactOptional(odd) }));
const layer = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000));

/** Options of methods: files written before there were any do without, and get the defaults. */
const methodOptions = {
  layers: v.optional(v.nullable(v.pipe(v.array(layer), v.maxLength(1000))), METHOD_DEFAULTS.layers),
  bias: v.optional(v.boolean(), METHOD_DEFAULTS.bias),
  lora: v.optional(
    v.object({
      rank: count,
      alpha: v.pipe(amount, v.gtValue(0)),
      targets: v.pipe(v.array(v.picklist(LORA_TARGETS)), v.maxLength(LORA_TARGETS.length)),
    }),
    () => ({ ...METHOD_DEFAULTS.lora, targets: [...METHOD_DEFAULTS.lora.targets] }),
  ),
  convpass: v.optional(v.object({ bottleneck: count, scale: amount }), METHOD_DEFAULTS.convpass),
  prompts: v.optional(v.object({ length: count, deep: v.boolean() }), METHOD_DEFAULTS.prompts),
  prefix: v.optional(v.object({ length: count }), METHOD_DEFAULTS.prefix),
};

const normalisation = v.object({
  mean: v.pipe(v.number(), v.finite()),
  std: v.pipe(v.number(), v.finite(), v.gtValue(0)),
});

/** A run's settings as they stand in files. What a file from before a setting leaves out is as it was then. */
export const runConfigSchema = v.object({
  method: keys<MethodName>(METHODS),
  adapters: v.object({ attn: spec, ffn: spec }),
  ...methodOptions,
  frontEnd: keys<FrontEndName>(FRONT_ENDS),
  frames: v.pipe(count, v.maxValue(100_000)),
  crop: v.optional(v.picklist(['start', 'random']), 'start'),
  views: v.optional(v.pipe(count, v.maxValue(1000)), 1),
  hop: v.optional(v.nullable(count), null),
  normalisation: v.optional(v.nullable(normalisation), null),
  stride: v.tuple([count, count]),
  optimiser: keys<OptimiserName>(OPTIMISERS),
  weightDecay: v.optional(v.nullable(amount), null),
  learningRate: amount,
  schedule: keys<ScheduleName>(SCHEDULES),
  loss: keys<LossName>(LOSSES),
  epochs: count,
  batch: count,
  microBatch: v.optional(v.nullable(count), null),
  segment: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))), null),
  specAugment: v.object({ frequency: amount, time: amount }),
  masking: v.optional(keys<MaskingName>(MASKINGS), 'ast'),
  mixup: v.pipe(amount, v.maxValue(1)),
  noise: v.boolean(),
  seed: v.pipe(v.number(), v.integer()),
});

const pair = v.tuple([count, count]);

const backboneConfig = v.object({
  dim: count,
  depth: count,
  heads: count,
  mlpDim: count,
  patch: pair,
  prefixTokens: v.picklist([0, 1, 2]),
  positionGrid: pair,
  positions: v.picklist(['learned', 'sine', 'sine-2d']),
  pooling: v.picklist(['prefix-mean', 'patch-mean', 'patch-mean-norm']),
  normOrder: v.picklist(['pre', 'post']),
  blockEps: v.pipe(amount, v.maxValue(1)),
  stride: pair,
  pretrainedOn: v.picklist(['images', 'audio']),
});

const backbone = {
  name: text,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  origin: v.nullable(v.object({ repo: text, revision: text })),
  dim: count,
  depth: count,
  heads: count,
};

const common = {
  format: v.literal(FORMAT),
  run: runConfigSchema,
  mean: v.pipe(v.number(), v.finite()),
  std: v.pipe(v.number(), v.finite(), v.gtValue(0)),
  labels: v.pipe(
    v.array(text),
    v.minLength(2),
    v.maxLength(100_000),
    v.check((labels) => new Set(labels).size === labels.length, 'names a class twice'),
  ),
  grid: v.tuple([count, count]),
  trainable: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  best: v.nullable(v.object({ epoch: count, top1: amount, mAP: amount })),
};

/** What each version of the format asks for; the first had no more of the backbone than three numbers. */
const SCHEMAS = {
  1: v.object({
    ...common,
    peftType: v.literal('LOAA'),
    backbone: v.object({ ...backbone, config: v.optional(v.null(), null) }),
  }),
  2: v.object({ ...common, backbone: v.object({ ...backbone, config: v.nullable(backboneConfig) }) }),
} as const;

/** Whether a json text says of itself that it is a configuration of ours, sound or not. */
export function isOurConfig(json: string): boolean {
  try {
    return (JSON.parse(json) as { format?: unknown } | null)?.format === FORMAT;
  } catch {
    return false;
  }
}

/**
 * The configuration in an adapter's json text, of any version of the format, every field checked.
 * @throws ProblemError naming the first field that is wrong
 */
export function parseAdapterConfig(json: string, subject: string): AdapterConfig {
  const cure = 'Choose the adapter_config.json that was exported beside the weights.';
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return fail('bundle.not-json', subject, 'is not JSON.', cure);
  }
  const version = (value as { formatVersion?: unknown } | null)?.formatVersion;
  if (typeof version === 'number' && version > FORMAT_VERSION) {
    const cause = `has format version ${version}; this page reads versions 1 to ${FORMAT_VERSION}.`;
    fail('bundle.newer', subject, cause, 'Update the page.');
  }
  const result = v.safeParse(SCHEMAS[version === FORMAT_VERSION ? FORMAT_VERSION : 1], value);
  if (!result.success) {
    const issue = result.issues[0];
    const where = v.getDotPath(issue) ?? 'the whole file';
    return fail('bundle.bad-config', subject, `is not an adapter of this page: ${where}: ${issue.message}.`, cure);
  }
  const { run, backbone: base, mean, std, labels, grid, trainable, best } = result.output;
  return { run, backbone: base, mean, std, labels, grid, trainable, best };
}
