import type { NamingName } from './types';

/** The parts of a block, in our naming; each has a `.weight` and a `.bias`. */
export type BlockPart = 'norm1' | 'qkv' | 'proj' | 'norm2' | 'fc1' | 'fc2';

/** A dimension: a number, or a letter that one file gives one value (d width, m MLP width, p patch, N tokens, C classes). */
export type Dimension = number | 'd' | '3d' | 'm' | 'p' | 'N' | 'C';

/** How the tensors of the file become ours: as it is, query, key and value stacked, or the colours of a kernel summed. */
export type Combine = 'copy' | 'concat' | 'sumColours';

/** One of our tensors, and the tensors of the file that it is made of, each of shape `shape`. */
export interface PlanRow {
  readonly canonical: string;
  readonly sources: readonly [string, ...string[]];
  readonly shape: readonly Dimension[];
  readonly combine: Combine;
}

/** One public way of naming the tensors of a distilled DeiT or of an AST made from it. */
export interface Naming {
  readonly name: NamingName;
  readonly title: string;
  readonly pretrainedOn: 'images' | 'audio';
  /** Put before every key by a wrapper such as DataParallel. */
  readonly wrappers: readonly string[];
  /** Put before the backbone's keys, after the wrapper's. */
  readonly prefixes: readonly string[];
  readonly tokens: { readonly cls: string; readonly dist: string; readonly pos: string };
  /** Patch convolution and final norm; each has a `.weight` and a `.bias`. */
  readonly patch: string;
  readonly norm: string;
  /** Input channels of the patch convolution: 3 colours are summed. */
  readonly channels: 1 | 3;
  /** Before the number of the block. */
  readonly blocks: string;
  /** Where one of our parts is three of theirs, they are stacked in this order. */
  readonly parts: Readonly<Record<BlockPart, readonly [string] | readonly [string, string, string]>>;
  /** The checkpoint's own head, where we keep it: LayerNorm and linear layer, after the wrapper's prefix. */
  readonly head: { readonly norm: string; readonly dense: string } | null;
  /** Keys (after the wrapper's prefix) that such checkpoints carry and that are left aside. */
  readonly ignored: RegExp;
  /** LayerNorm epsilon where no config.json says. */
  readonly blockEps: number;
}

const TIMM = {
  tokens: { cls: 'cls_token', dist: 'dist_token', pos: 'pos_embed' },
  patch: 'patch_embed.proj',
  norm: 'norm',
  blocks: 'blocks.',
  parts: {
    norm1: ['norm1'],
    qkv: ['attn.qkv'],
    proj: ['attn.proj'],
    norm2: ['norm2'],
    fc1: ['mlp.fc1'],
    fc2: ['mlp.fc2'],
  },
} as const;

const HUGGING_FACE = {
  tokens: {
    cls: 'embeddings.cls_token',
    dist: 'embeddings.distillation_token',
    pos: 'embeddings.position_embeddings',
  },
  patch: 'embeddings.patch_embeddings.projection',
  norm: 'layernorm',
  blocks: 'encoder.layer.',
  parts: {
    norm1: ['layernorm_before'],
    qkv: ['attention.attention.query', 'attention.attention.key', 'attention.attention.value'],
    proj: ['attention.output.dense'],
    norm2: ['layernorm_after'],
    fc1: ['intermediate.dense'],
    fc2: ['output.dense'],
  },
} as const;

/**
 * The public namings. Sources: timm (vision_transformer), facebookresearch/deit, transformers (modeling_deit,
 * modeling_audio_spectrogram_transformer), YuanGongND/ast (src/models/ast_models.py).
 */
export const NAMINGS: readonly Naming[] = [
  {
    ...TIMM,
    name: 'timm-deit',
    title: 'DeiT as timm and facebookresearch/deit name it',
    pretrainedOn: 'images',
    wrappers: ['', 'module.'],
    prefixes: [''],
    channels: 3,
    head: null,
    ignored: /^head(_dist)?\.(weight|bias)$/,
    blockEps: 1e-6,
  },
  {
    ...HUGGING_FACE,
    name: 'hf-deit',
    title: 'DeiT as Hugging Face names it',
    pretrainedOn: 'images',
    wrappers: ['', 'module.'],
    prefixes: ['deit.', ''],
    channels: 3,
    head: null,
    ignored:
      /^((cls_|distillation_)?classifier\.(weight|bias)|(deit\.)?pooler\.dense\.(weight|bias)|(deit\.)?embeddings\.mask_token)$/,
    blockEps: 1e-6,
  },
  {
    ...TIMM,
    name: 'ast-original',
    title: 'AST as its authors name it',
    pretrainedOn: 'audio',
    wrappers: ['module.', ''],
    prefixes: ['v.'],
    channels: 1,
    head: { norm: 'mlp_head.0', dense: 'mlp_head.1' },
    ignored: /^v\.head(_dist)?\.(weight|bias)$/,
    blockEps: 1e-6,
  },
  {
    ...HUGGING_FACE,
    name: 'hf-ast',
    title: 'AST as Hugging Face names it',
    pretrainedOn: 'audio',
    wrappers: ['', 'module.'],
    prefixes: ['audio_spectrogram_transformer.', ''],
    channels: 1,
    head: { norm: 'classifier.layernorm', dense: 'classifier.dense' },
    ignored: /^(audio_spectrogram_transformer\.)?pooler\.dense\.(weight|bias)$/,
    blockEps: 1e-12,
  },
];

const BLOCK_PARTS: readonly BlockPart[] = ['norm1', 'qkv', 'proj', 'norm2', 'fc1', 'fc2'];
const BLOCK_SHAPES: Readonly<Record<BlockPart, readonly Dimension[]>> = {
  norm1: ['d'],
  qkv: ['3d', 'd'],
  proj: ['d', 'd'],
  norm2: ['d'],
  fc1: ['m', 'd'],
  fc2: ['d', 'm'],
};

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
  add('patch.weight', [`${inner}${naming.patch}.weight`], ['d', naming.channels, 'p', 'p'], 'sumColours');
  add('patch.bias', [`${inner}${naming.patch}.bias`], ['d'], 'copy');
  add('cls', [`${inner}${naming.tokens.cls}`], [1, 1, 'd'], 'copy');
  add('dist', [`${inner}${naming.tokens.dist}`], [1, 1, 'd'], 'copy');
  add('pos', [`${inner}${naming.tokens.pos}`], [1, 'N', 'd'], 'copy');
  for (let i = 0; i < depth; i++) {
    for (const part of BLOCK_PARTS) {
      const theirs = naming.parts[part].map((name) => `${inner}${naming.blocks}${i}.${name}`);
      both(`blocks.${i}.${part}`, theirs, theirs.length === 3 ? ['d', 'd'] : BLOCK_SHAPES[part]);
    }
  }
  both('norm', [`${inner}${naming.norm}`], ['d']);
  if (naming.head !== null && withHead) {
    both('head_norm', [`${outer}${naming.head.norm}`], ['d']);
    both('head', [`${outer}${naming.head.dense}`], ['C', 'd']);
  }
  return rows;
}
