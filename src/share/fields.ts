/**
 * How each setting of a run and of a split stands in a link. A setting without a row does not compile.
 */
import type { SplitOptions } from '../dataset/types';
import type { AdapterPlan, AdapterSpec } from '../model/adapters';
import type { LoraTarget, MethodOptions } from '../model/settings';
import type { Normalisation, RunConfig } from '../training/config';
import { list, name, nullable, number, parts, yesNo, type Codec } from './codecs';

/** A setting: what people call it, and its form in a link. */
export interface Field<T> {
  readonly title: string;
  readonly codec: Codec<T>;
}

/** `time-4`, or with a size of its own `time-4-7`. */
const spec = parts<AdapterSpec>(
  '-',
  [2, 3],
  ({ kernel, bottleneck, size }) => [kernel, bottleneck, ...(size === undefined ? [] : [size])].map(String),
  ([kernel, bottleneck = '', size]) => ({
    kernel,
    bottleneck: number.read(bottleneck),
    ...(size === undefined ? {} : { size: number.read(size) ?? Number.NaN }),
  }),
);
const orNone = nullable(spec, 'none');

/** What stands beside attention, then beside FFN: `time-4_none`. */
const adapters = parts<AdapterPlan>(
  '_',
  [2, 2],
  (plan) => [orNone.write(plan.attn), orNone.write(plan.ffn)],
  ([attn = '', ffn = '']) => ({ attn: orNone.read(attn), ffn: orNone.read(ffn) }),
);

const targets = list(name<LoraTarget>(), '.');

/** Rank, alpha and what it stands beside: `8_8_q.v`. */
const lora = parts<MethodOptions['lora']>(
  '_',
  [3, 3],
  (value) => [String(value.rank), String(value.alpha), targets.write(value.targets)],
  ([rank = '', alpha = '', beside = '']) => ({
    rank: number.read(rank),
    alpha: number.read(alpha),
    targets: targets.read(beside),
  }),
);

const convpass = parts<MethodOptions['convpass']>(
  '_',
  [2, 2],
  ({ bottleneck, scale }) => [String(bottleneck), String(scale)],
  ([bottleneck = '', scale = '']) => ({ bottleneck: number.read(bottleneck), scale: number.read(scale) }),
);

const DEPTHS = new Map([
  ['deep', true],
  ['shallow', false],
]);

const prompts = parts<MethodOptions['prompts']>(
  '_',
  [2, 2],
  ({ length, deep }) => [String(length), deep ? 'deep' : 'shallow'],
  ([length = '', depth = '']) => ({ length: number.read(length), deep: DEPTHS.get(depth) }),
);

const prefix: Codec<MethodOptions['prefix']> = {
  write: ({ length }) => String(length),
  read: (text) => ({ length: number.read(text) }),
};

const normalisation = parts<Normalisation>(
  '_',
  [2, 2],
  ({ mean, std }) => [String(mean), String(std)],
  ([mean = '', std = '']) => ({ mean: number.read(mean), std: number.read(std) }),
);

const specAugment = parts<RunConfig['specAugment']>(
  '_',
  [2, 2],
  ({ frequency, time }) => [String(frequency), String(time)],
  ([frequency = '', time = '']) => ({ frequency: number.read(frequency), time: number.read(time) }),
);

const stride = parts<RunConfig['stride']>(
  '_',
  [2, 2],
  (pair) => pair.map(String),
  (texts) => texts.map((text) => number.read(text)),
);

/** The settings of a run, in the order in which they are told. */
export const CONFIG_FIELDS: { readonly [K in keyof RunConfig]: Field<RunConfig[K]> } = {
  method: { title: 'method', codec: name() },
  adapters: { title: 'adapters beside attention and FFN', codec: adapters },
  layers: { title: 'layers', codec: nullable(list(number, '.'), 'all') },
  bias: { title: 'biases in adapters', codec: yesNo },
  lora: { title: 'LoRA: rank, alpha, targets', codec: lora },
  convpass: { title: 'Convpass: channels, scale', codec: convpass },
  prompts: { title: 'prompt tokens', codec: prompts },
  prefix: { title: 'prefix tokens', codec: prefix },
  frontEnd: { title: 'filterbank', codec: name() },
  frames: { title: 'frames', codec: number },
  crop: { title: 'long clips in training', codec: name() },
  views: { title: 'windows', codec: number },
  hop: { title: 'frames to the next window', codec: nullable(number, 'none') },
  normalisation: { title: 'mean and deviation', codec: nullable(normalisation, 'measured') },
  stride: { title: 'patch stride', codec: stride },
  optimiser: { title: 'optimiser', codec: name() },
  weightDecay: { title: 'weight decay', codec: nullable(number, 'usual') },
  learningRate: { title: 'learning rate', codec: number },
  schedule: { title: 'schedule', codec: name() },
  loss: { title: 'loss', codec: name() },
  epochs: { title: 'epochs', codec: number },
  batch: { title: 'batch', codec: number },
  microBatch: { title: 'micro-batch', codec: nullable(number, 'what-fits') },
  segment: { title: 'layers kept', codec: nullable(number, 'what-fits') },
  specAugment: { title: 'SpecAugment, mel bins and frames', codec: specAugment },
  masking: { title: 'masks', codec: name() },
  mixup: { title: 'mixup', codec: number },
  noise: { title: 'noise and roll', codec: yesNo },
  seed: { title: 'seed', codec: number },
};

/** How the data is divided. */
export const SPLIT_FIELDS: { readonly [K in keyof SplitOptions]: Field<SplitOptions[K]> } = {
  seed: { title: 'seed of the split', codec: number },
  validationShare: { title: 'validation share', codec: number },
  fold: { title: 'fold', codec: number },
  heldOutFold: { title: 'the held-out fold is for', codec: name() },
  trainPerClass: { title: 'training clips of a class', codec: nullable(number, 'all') },
  maxClips: { title: 'clips at most', codec: nullable(number, 'all') },
};
