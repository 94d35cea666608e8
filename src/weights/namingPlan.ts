import type { NamingName, Pooling, PositionKind } from './types';

/** The parts of a block, in our naming; each has a `.weight` and a `.bias`. */
export type BlockPart = 'norm1' | 'qkv' | 'proj' | 'norm2' | 'fc1' | 'fc2';

/**
 * A dimension: a number, or a letter that one file gives one value. d width, m MLP width, p mel bins of a patch (and frames,
 * where patches are square), q frames of a patch, pq their product, N tokens, K rows of a table, C classes.
 */
export type Dimension = number | 'd' | '3d' | 'm' | 'p' | 'q' | 'pq' | 'N' | 'K' | 'C';

/**
 * How the tensors of the file become ours (combine.ts). `mark`: they do not; the file must have them, and they tell it apart
 * or state a size.
 */
export type Combine =
  | 'copy'
  | 'concat'
  | 'sumColours'
  | 'timeFirstPatch'
  | 'unfoldedPatch'
  | 'timeFirstPositions'
  | 'ones'
  | 'zeros'
  | 'mark';

/** One of our tensors, and the tensors of the file that it is made of, each of shape `shape`. */
export interface PlanRow {
  readonly canonical: string;
  readonly sources: readonly [string, ...string[]];
  readonly shape: readonly Dimension[];
  readonly combine: Combine;
}

/** How a file stores the patch projection. */
export type PatchLayout = 'square' | 'frequency-time' | 'time-frequency' | 'unfolded';

/** How what the tensors alone do not tell is found (geometry.ts). */
export type GeometryName = 'image' | 'audio' | 'ssast' | 'mae-ast';

/** One public way of naming the tensors of a vision transformer that can be read here. */
export interface Naming {
  readonly name: NamingName;
  readonly title: string;
  readonly pretrainedOn: 'images' | 'audio';
  /** Put before every key by a wrapper such as DataParallel. */
  readonly wrappers: readonly string[];
  /** Put before the backbone's keys, after the wrapper's. */
  readonly prefixes: readonly string[];
  /** Null where the model has no such token, or computes its positions. */
  readonly tokens: { readonly cls: string | null; readonly dist: string | null; readonly pos: string | null };
  /** Patch projection and final norm; each has a `.weight` and a `.bias`. */
  readonly patch: string;
  readonly patchLayout: PatchLayout;
  readonly norm: string;
  /** Whether the final norm starts anew, at 1 and 0, and the stored one is left aside. */
  readonly freshNorm: boolean;
  /** Input channels of the patch convolution: 3 colours are summed. */
  readonly channels: 1 | 3;
  /** Before the number of the block. */
  readonly blocks: string;
  /** Where one of our parts is three of theirs, they are stacked in this order. */
  readonly parts: Readonly<Record<BlockPart, readonly [string] | readonly [string, string, string]>>;
  /** The checkpoint's own head, where we keep it: LayerNorm and linear layer, after the wrapper's prefix. */
  readonly head: { readonly norm: string; readonly dense: string } | null;
  /** Keys (after the wrapper's prefix) that such a checkpoint must have though no weight of ours is made of them. */
  readonly marks: readonly { readonly key: string; readonly shape: readonly Dimension[] }[];
  /** Keys (after the wrapper's prefix) that such checkpoints carry and that are left aside. */
  readonly ignored: RegExp;
  /** LayerNorm epsilon where no config.json says. */
  readonly blockEps: number;
  readonly geometry: GeometryName;
  readonly positions: PositionKind;
  readonly pooling: Pooling;
}

/** S, the class and distillation tokens that a naming has. */
export function prefixTokensOf({ tokens }: Naming): 0 | 1 | 2 {
  if (tokens.cls === null) return 0;
  return tokens.dist === null ? 1 : 2;
}

const BLOCK_PARTS: readonly BlockPart[] = ['norm1', 'qkv', 'proj', 'norm2', 'fc1', 'fc2'];
const BLOCK_SHAPES: Readonly<Record<BlockPart, readonly Dimension[]>> = {
  norm1: ['d'],
  qkv: ['3d', 'd'],
  proj: ['d', 'd'],
  norm2: ['d'],
  fc1: ['m', 'd'],
  fc2: ['d', 'm'],
};

const PATCHES = {
  square: { tail: ['p', 'p'], combine: 'sumColours', positions: 'copy' },
  'frequency-time': { tail: ['p', 'q'], combine: 'sumColours', positions: 'copy' },
  'time-frequency': { tail: ['p', 'p'], combine: 'timeFirstPatch', positions: 'timeFirstPositions' },
  unfolded: { tail: ['pq'], combine: 'unfoldedPatch', positions: 'copy' },
} as const satisfies Record<
  PatchLayout,
  { tail: readonly Dimension[]; combine: Combine; positions: 'copy' | 'timeFirstPositions' }
>;

/**
 * Everything that a backbone of `depth` blocks needs, in our names and the file's.
 * `inner` is wrapper + prefix; `outer` is the wrapper alone; `withHead` asks for the checkpoint's own head, too.
 */
export function planOf(naming: Naming, outer: string, inner: string, depth: number, withHead: boolean): PlanRow[] {
  const rows: PlanRow[] = [];
  const add = (canonical: string, sources: readonly string[], shape: readonly Dimension[], combine: Combine): void => {
    const [first, ...others] = sources;
    if (first !== undefined) rows.push({ canonical, sources: [first, ...others], shape, combine });
  };
  const both = (ours: string, theirs: readonly string[], weight: readonly Dimension[]): void => {
    const combine = theirs.length > 1 ? 'concat' : 'copy';
    const suffixed = (suffix: string): string[] => theirs.map((name) => `${name}.${suffix}`);
    add(`${ours}.weight`, suffixed('weight'), weight, combine);
    add(`${ours}.bias`, suffixed('bias'), weight.slice(0, 1), combine);
  };
  const { tail, combine, positions } = PATCHES[naming.patchLayout];
  const channels = naming.patchLayout === 'unfolded' ? [] : [naming.channels];
  add('patch.weight', [`${inner}${naming.patch}.weight`], ['d', ...channels, ...tail], combine);
  add('patch.bias', [`${inner}${naming.patch}.bias`], ['d'], 'copy');
  const { cls, dist, pos } = naming.tokens;
  if (cls !== null) add('cls', [`${inner}${cls}`], [1, 1, 'd'], 'copy');
  if (dist !== null) add('dist', [`${inner}${dist}`], [1, 1, 'd'], 'copy');
  if (pos !== null) add('pos', [`${inner}${pos}`], [1, 'N', 'd'], positions);
  for (let i = 0; i < depth; i++) {
    for (const part of BLOCK_PARTS) {
      const theirs = naming.parts[part].map((name) => `${inner}${naming.blocks}${i}.${name}`);
      both(`blocks.${i}.${part}`, theirs, theirs.length === 3 ? ['d', 'd'] : BLOCK_SHAPES[part]);
    }
  }
  add('norm.weight', [`${inner}${naming.norm}.weight`], ['d'], naming.freshNorm ? 'ones' : 'copy');
  add('norm.bias', [`${inner}${naming.norm}.bias`], ['d'], naming.freshNorm ? 'zeros' : 'copy');
  if (naming.head !== null && withHead) {
    both('head_norm', [`${outer}${naming.head.norm}`], ['d']);
    both('head', [`${outer}${naming.head.dense}`], ['C', 'd']);
  }
  for (const { key, shape } of naming.marks) add(key, [`${outer}${key}`], shape, 'mark');
  return rows;
}
