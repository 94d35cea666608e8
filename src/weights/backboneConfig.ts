import * as v from 'valibot';
import { fail } from '../core/problem';
import type { Sizes } from './checkTensors';
import type { Detected } from './detectNaming';
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

/** Mel bins of every public AST checkpoint. */
const MEL_BINS = 128;
/** Frames of the AudioSet checkpoints, which most public ones are. */
const AUDIOSET_FRAMES = 1024;
/** Strides of the public AST checkpoints, most used first. Source: YuanGongND/ast, README. */
const PUBLIC_STRIDES = [10, 16, 12, 14] as const;
/** Width of a head in every DeiT and AST that was published. */
const HEAD_WIDTH = 64;
const CURE = 'Choose the config.json that was published with these weights.';

/**
 * Shape and facts of a checkpoint from its tensors and, where there is one, its config.json; the two must agree.
 * `heads` cannot be seen in the tensors: it is the caller's, else config.json's, else d / 64.
 * Errors: `weights.config` (unsound, or of another model), `weights.heads`, `weights.positions`.
 */
export function backboneConfigOf(
  file: string,
  { naming, depth }: Detected,
  { d, m, p, N, C }: Sizes,
  configJson: unknown,
  heads: number | undefined,
): { readonly config: BackboneConfig; readonly labels: readonly string[] | null } {
  const json = parseConfig(file, configJson);
  const agree = (name: string, said: number | null | undefined, is: number): void => {
    if (said === null || said === undefined || said === is) return;
    fail('weights.config', file, `Its config.json says ${name} ${said}, but the tensors have ${is}.`, CURE);
  };
  agree('hidden_size', json.hidden_size ?? json.dim, d);
  agree('num_hidden_layers', json.num_hidden_layers ?? json.depth, depth);
  agree('intermediate_size', json.intermediate_size, m);
  agree('patch_size', json.patch_size ?? json.patch, p);
  if (json.hidden_act !== null && json.hidden_act !== undefined && json.hidden_act !== 'gelu') {
    fail(
      'weights.config',
      file,
      `Its activation is ${json.hidden_act}; only gelu is known here.`,
      'Choose another model.',
    );
  }
  const { positionGrid, stride } =
    naming.pretrainedOn === 'images' ? imageGrid(file, N, p) : audioGrid(file, json, N, p);
  return {
    config: {
      dim: d,
      depth,
      heads: headsOf(file, d, heads ?? json.num_attention_heads ?? json.heads ?? null),
      mlpDim: m,
      patch: p,
      prefixTokens: 2,
      positionGrid,
      blockEps: json.layer_norm_eps ?? naming.blockEps,
      stride,
      pretrainedOn: naming.pretrainedOn,
    },
    labels: C === null ? null : labelsOf(file, json, C),
  };
}

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

type Grid = Pick<BackboneConfig, 'positionGrid' | 'stride'>;

function imageGrid(file: string, N: number, p: number): Grid {
  const side = Math.sqrt(N - 2);
  if (N < 3 || !Number.isInteger(side)) {
    const cause = `Its ${N} positions are not those of a square image with a class and a distillation token.`;
    return fail('weights.positions', file, cause, 'Choose a checkpoint trained on square images.');
  }
  return { positionGrid: [side, side], stride: [p, p] };
}

/** Patches along an axis: floor((size - patch) / stride) + 1. */
const along = (size: number, patch: number, stride: number): number => Math.floor((size - patch) / stride) + 1;

function audioGrid(file: string, json: ConfigJson, N: number, p: number): Grid {
  const mel = json.num_mel_bins ?? MEL_BINS;
  const { frequency_stride: fs, time_stride: ts, max_length: frames } = json;
  const patches = N - 2;
  if (typeof fs === 'number' && typeof ts === 'number' && typeof frames === 'number') {
    const grid = [along(mel, p, fs), along(frames, p, ts)] as const;
    if (grid[0] * grid[1] === patches && grid[0] > 0) return { positionGrid: grid, stride: [fs, ts] };
    const cause = `Its config.json makes a grid of ${grid[0]} x ${grid[1]} patches, but the tensors have ${patches} positions.`;
    return fail('weights.config', file, cause, CURE);
  }
  const strides = [...new Set([...PUBLIC_STRIDES, ...Array.from({ length: p }, (_, i) => p - i)])];
  const grids = strides
    .map((s) => ({ stride: [s, s] as const, F: along(mel, p, s), W: along(AUDIOSET_FRAMES, p, s) }))
    .filter(({ F }) => patches > 0 && F > 0 && patches % F === 0);
  const found = grids.find(({ F, W }) => F * W === patches) ?? grids[0];
  if (found !== undefined) return { positionGrid: [found.F, patches / found.F], stride: found.stride };
  const cause = `No stride explains its ${patches} positions for ${mel} mel bins.`;
  return fail('weights.positions', file, cause, 'Add the config.json that was published with it.');
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
