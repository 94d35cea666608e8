import * as v from 'valibot';
import { fail } from '../core/problem';
import type { Sizes } from './checkTensors';
import type { Detected } from './detectNaming';
import { GEOMETRIES } from './geometry';
import { prefixTokensOf } from './namingPlan';
import type { BackboneConfig } from './types';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** What is read of a config.json: Hugging Face's names, and those of our own bundled backbone. Null counts as absent. */
const ConfigJson = v.looseObject({
  model_type: v.nullish(v.string()),
  architecture: v.nullish(v.string()),
  hidden_size: v.nullish(count),
  dim: v.nullish(count),
  num_hidden_layers: v.nullish(count),
  depth: v.nullish(count),
  num_attention_heads: v.nullish(count),
  heads: v.nullish(count),
  intermediate_size: v.nullish(count),
  patch_size: v.nullish(count),
  patch: v.nullish(count),
  layer_norm_eps: v.nullish(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  hidden_act: v.nullish(v.string()),
  frequency_stride: v.nullish(count),
  time_stride: v.nullish(count),
  max_length: v.nullish(count),
  num_mel_bins: v.nullish(count),
  id2label: v.nullish(v.record(v.string(), v.string())),
});
type ConfigJson = v.InferOutput<typeof ConfigJson>;

/** Width of a head in every DeiT, ViT and AST that was published. */
const HEAD_WIDTH = 64;
const CURE = 'Choose the config.json that was published with these weights.';

/** What there is beside the shapes of the tensors. */
export interface ConfigSources {
  /** The parsed config.json. */
  readonly configJson: unknown;
  /** Attention heads, where the caller knows them. */
  readonly heads: number | undefined;
  /** Texts saved in the weight file itself (TensorFile.metadata). */
  readonly metadata: ReadonlyMap<string, string>;
  /** The values of tensors that hold one number, by key after the wrapper's prefix. */
  readonly numbers: ReadonlyMap<string, number>;
}

/**
 * Shape and facts of a checkpoint from its tensors and, where there is one, its config.json; the two must agree.
 * `heads` cannot be seen in the tensors: it is the caller's, else config.json's, else the training settings', else d / 64.
 * Errors: `weights.config` (unsound, or of another model), `weights.heads`, `weights.positions`, `weights.settings`.
 */
export function backboneConfigOf(
  file: string,
  { naming, depth }: Detected,
  sizes: Sizes,
  { configJson, heads, metadata, numbers }: ConfigSources,
): { readonly config: BackboneConfig; readonly labels: readonly string[] | null } {
  const { d, m, C } = sizes;
  const json = parseConfig(file, configJson);
  const setting = (name: string): string | null => {
    const own = metadata.get(`cfg.model.${name}`) ?? metadata.get(`args.${name}`) ?? metadata.get(name) ?? json[name];
    return typeof own === 'string' || typeof own === 'number' || typeof own === 'boolean' ? String(own) : null;
  };
  const agree = (name: string, said: number | null | undefined, is: number): void => {
    if (said === null || said === undefined || said === is) return;
    fail('weights.config', file, `Its config.json says ${name} ${said}, but the tensors have ${is}.`, CURE);
  };
  agree('hidden_size', json.hidden_size ?? json.dim, d);
  agree('num_hidden_layers', json.num_hidden_layers ?? json.depth, depth);
  agree('intermediate_size', json.intermediate_size, m);
  if (sizes.p !== null) agree('patch_size', json.patch_size ?? json.patch, sizes.p);
  const activation = json.hidden_act ?? setting('activation_fn');
  if (activation !== null && activation !== 'gelu') {
    fail('weights.config', file, `Its activation is ${activation}; only gelu is known here.`, 'Choose another model.');
  }
  const geometry = GEOMETRIES[naming.geometry]({
    file,
    sizes,
    prefix: prefixTokensOf(naming),
    frequencyStride: json.frequency_stride ?? null,
    timeStride: json.time_stride ?? null,
    maxLength: json.max_length ?? null,
    melBins: json.num_mel_bins ?? null,
    numbers,
    setting,
  });
  const saidHeads = heads ?? json.num_attention_heads ?? json.heads ?? numberOf(setting('encoder_attention_heads'));
  return {
    config: {
      dim: d,
      depth,
      heads: headsOf(file, d, saidHeads),
      mlpDim: m,
      patch: geometry.patch,
      prefixTokens: prefixTokensOf(naming),
      positionGrid: geometry.positionGrid,
      positions: naming.positions,
      pooling: naming.pooling,
      normOrder: geometry.normOrder,
      blockEps: json.layer_norm_eps ?? naming.blockEps,
      stride: geometry.stride,
      pretrainedOn: naming.pretrainedOn,
    },
    labels: C === null ? null : labelsOf(file, json, C),
  };
}

const numberOf = (text: string | null): number | null => (text === null ? null : Number(text));

function parseConfig(file: string, configJson: unknown): ConfigJson {
  if (configJson === undefined || configJson === null) return {};
  const parsed = v.safeParse(ConfigJson, configJson);
  if (parsed.success) return parsed.output;
  const path = v.getDotPath(parsed.issues[0]) ?? 'its content';
  return fail('weights.config', file, `Its config.json is not sound at ${path}: ${parsed.issues[0].message}.`, CURE);
}

function headsOf(file: string, dim: number, said: number | null): number {
  if (said === null) {
    if (dim % HEAD_WIDTH === 0) return dim / HEAD_WIDTH;
    const cause = `The number of attention heads is not in the weights, and a width of ${dim} does not tell it.`;
    return fail('weights.heads', file, cause, 'Add the config.json that was published with it.');
  }
  if (!Number.isSafeInteger(said) || said < 1 || dim % said !== 0) {
    fail('weights.heads', file, `A width of ${dim} cannot be shared among ${said} attention heads.`, CURE);
  }
  return said;
}

/** `id2label` in order of its numbers; null where config.json has none. */
function labelsOf(file: string, json: ConfigJson, classes: number): readonly string[] | null {
  const { id2label } = json;
  if (id2label === null || id2label === undefined) return null;
  const labels = Array.from({ length: classes }, (_, i) => (Object.hasOwn(id2label, i) ? id2label[i] : undefined));
  if (Object.keys(id2label).length !== classes || labels.includes(undefined)) {
    fail('weights.config', file, `Its config.json does not name the ${classes} classes of its head.`, CURE);
  }
  return labels.filter((label) => label !== undefined);
}
