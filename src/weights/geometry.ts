import { fail } from '../core/problem';
import type { Sizes } from './checkTensors';
import type { GeometryName } from './namingPlan';
import type { BackboneConfig } from './types';

/** What of the architecture the shapes of the weights do not tell. */
export type Geometry = Pick<BackboneConfig, 'patch' | 'positionGrid' | 'stride' | 'normOrder'>;

/** Where it is looked for. */
export interface GeometrySource {
  /** The file's name, for messages. */
  readonly file: string;
  readonly sizes: Sizes;
  /** S. */
  readonly prefix: number;
  readonly frequencyStride: number | null;
  readonly timeStride: number | null;
  readonly maxLength: number | null;
  readonly melBins: number | null;
  /** The values of tensors that hold one number, by key after the wrapper's prefix. */
  readonly numbers: ReadonlyMap<string, number>;
  /** A setting that the training program kept with the weights, or that config.json has under the same name. */
  readonly setting: (name: string) => string | null;
}

/** Mel bins of every public audio checkpoint. */
const MEL_BINS = 128;
/** Frames of the AudioSet checkpoints, which most public ones are. */
const AUDIOSET_FRAMES = 1024;
/** Strides of the public AST checkpoints, most used first. Source: YuanGongND/ast, README. */
const PUBLIC_STRIDES = [10, 16, 12, 14] as const;
const CURE = 'Choose the config.json that was published with these weights.';

/** Patches along an axis: floor((size - patch) / stride) + 1. */
const along = (size: number, patch: number, stride: number): number => Math.floor((size - patch) / stride) + 1;

/**
 * One way of finding it for each kind of checkpoint.
 * Errors: `weights.positions`, `weights.config`, `weights.settings`.
 */
export const GEOMETRIES: Readonly<Record<GeometryName, (source: GeometrySource) => Geometry>> = {
  image: imageGeometry,
  audio: audioGeometry,
  ssast: ssastGeometry,
  'mae-ast': maeAstGeometry,
};

const PREFIX_WORDS = ['', ' with a class token', ' with a class and a distillation token'] as const;

function imageGeometry({ file, sizes: { N, p }, prefix }: GeometrySource): Geometry {
  const patches = (N ?? 0) - prefix;
  const side = Math.sqrt(patches);
  const patch = p ?? 0;
  if (patches < 1 || !Number.isInteger(side)) {
    const other = prefix === 1 && Number.isInteger(Math.sqrt(patches - 1)) && patches > 1;
    const hint = other ? ' They would fit a distilled model, but its distillation token is missing.' : '';
    const cause = `Its ${N ?? 0} positions are not those of a square image${PREFIX_WORDS[prefix] ?? ''}.${hint}`;
    return fail('weights.positions', file, cause, 'Choose a checkpoint trained on square images.');
  }
  return { patch: [patch, patch], positionGrid: [side, side], stride: [patch, patch], normOrder: 'pre' };
}

function audioGeometry(source: GeometrySource): Geometry {
  const { file, frequencyStride: fs, timeStride: ts, maxLength: frames } = source;
  const mel = source.melBins ?? MEL_BINS;
  const p = source.sizes.p ?? 0;
  const rest = { patch: [p, p], normOrder: 'pre' } as const;
  const patches = (source.sizes.N ?? 0) - source.prefix;
  if (fs !== null && ts !== null && frames !== null) {
    const grid = [along(mel, p, fs), along(frames, p, ts)] as const;
    if (grid[0] * grid[1] === patches && grid[0] > 0) return { ...rest, positionGrid: grid, stride: [fs, ts] };
    const cause = `Its config.json makes a grid of ${grid[0]} x ${grid[1]} patches, but the tensors have ${patches} positions.`;
    return fail('weights.config', file, cause, CURE);
  }
  const strides = [...new Set([...PUBLIC_STRIDES, ...Array.from({ length: p }, (_, i) => p - i)])];
  const grids = strides
    .map((s) => ({ stride: [s, s] as const, F: along(mel, p, s), W: along(AUDIOSET_FRAMES, p, s) }))
    .filter(({ F }) => patches > 0 && F > 0 && patches % F === 0);
  const found = grids.find(({ F, W }) => F * W === patches) ?? grids[0];
  if (found !== undefined) return { ...rest, positionGrid: [found.F, patches / found.F], stride: found.stride };
  const cause = `No stride explains its ${patches} positions for ${mel} mel bins.`;
  return fail('weights.positions', file, cause, 'Add the config.json that was published with it.');
}

/** Pre-training cuts without overlap: the stride is the patch. Source: YuanGongND/ssast, src/models/ast_models.py. */
function ssastGeometry({ file, sizes: { p, q, N }, prefix, numbers }: GeometrySource): Geometry {
  const patch = [p ?? 0, q ?? 0] as const;
  const [bins, frames] = [numbers.get('p_input_fdim') ?? 0, numbers.get('p_input_tdim') ?? 0];
  const grid = [along(bins, patch[0], patch[0]), along(frames, patch[1], patch[1])] as const;
  const patches = (N ?? 0) - prefix;
  if (!(grid[0] > 0) || grid[0] * grid[1] !== patches) {
    const made = `${bins} mel bins and ${frames} frames make ${grid[0]} x ${grid[1]} patches of ${patch[0]} x ${patch[1]}`;
    const cause = `Its input sizes contradict its positions: ${made}, but it has ${patches} positions.`;
    return fail('weights.positions', file, cause, 'Choose the checkpoint as its authors published it.');
  }
  return { patch, positionGrid: grid, stride: patch, normOrder: 'pre' };
}

const MAE_AST_SETTINGS = ['ast_kernel_size_chan', 'ast_kernel_size_time', 'layer_norm_first'] as const;

/**
 * Patch size and norm order from the settings beside the weights. The published default is to norm behind each sum
 * (layer_norm_first false), but nothing in the tensors tells, so a file without settings is not guessed at.
 * Source: AlanBaade/MAE-AST-Public, mae_ast/models/mae_ast.py, config/pretrain/mae_ast.yaml.
 */
function maeAstGeometry({ file, sizes: { pq }, setting }: GeometrySource): Geometry {
  const absent = MAE_AST_SETTINGS.filter((name) => setting(name) === null);
  if (absent.length > 0) {
    return fail(
      'weights.settings',
      file,
      `The weights alone do not tell how it works: ${absent.join(', ')} ${absent.length === 1 ? 'is' : 'are'} not in the file.`,
      `Open the .pt file as published, or add a config.json with ${MAE_AST_SETTINGS.join(', ')} and encoder_attention_heads.`,
    );
  }
  const whole = (name: string, otherwise: number): number => {
    const value = Number(setting(name) ?? otherwise);
    if (Number.isSafeInteger(value) && value > 0) return value;
    return fail('weights.settings', file, `Its setting ${name} is "${setting(name) ?? ''}", no whole number.`, CURE);
  };
  const order = setting('layer_norm_first')?.toLowerCase();
  if (order !== 'true' && order !== 'false') {
    return fail('weights.settings', file, `Its setting layer_norm_first is "${order ?? ''}".`, CURE);
  }
  const patch = [whole('ast_kernel_size_chan', 0), whole('ast_kernel_size_time', 0)] as const;
  if (patch[0] * patch[1] !== pq) {
    const cause = `Its settings say patches of ${patch[0]} x ${patch[1]}, but the tensors have ${pq ?? 0} values a patch.`;
    return fail('weights.config', file, cause, CURE);
  }
  const stride = [whole('ast_kernel_stride_chan', patch[0]), whole('ast_kernel_stride_time', patch[1])] as const;
  const grid = [along(MEL_BINS, patch[0], stride[0]), along(AUDIOSET_FRAMES, patch[1], stride[1])] as const;
  return { patch, positionGrid: grid, stride, normOrder: order === 'true' ? 'pre' : 'post' };
}
