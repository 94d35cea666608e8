/** A float32 array with its shape (row major, PyTorch's order). */
export interface Weight {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A tensor as the header describes it: its stored number format and shape. */
export interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** An opened file of named tensors. Nothing but the header has been read; `read` reads one tensor, widened to float32. */
export interface TensorFile {
  readonly name: string;
  readonly format: 'safetensors' | 'pth';
  readonly entries: ReadonlyMap<string, TensorEntry>;
  /**
   * Texts saved beside the tensors: safetensors' `__metadata__`; of a .pth, the settings that a training program kept with
   * the weights, by path (`cfg.model.layer_norm_first` -> `false`).
   */
  readonly metadata: ReadonlyMap<string, string>;
  read(key: string): Promise<Weight>;
}

/** The public namings that are read (namings.ts). */
export type NamingName =
  'timm-deit' | 'hf-deit' | 'timm-vit' | 'hf-vit' | 'ast-original' | 'hf-ast' | 'ssast' | 'mae-ast' | 'audio-mae';

/**
 * Where the positions come from, and what becomes of them on another grid (model/positions.ts).
 * `learned`: stored, cropped or interpolated as AST does. `sine`: a fixed table over the sequence of tokens, time-major
 * (MAE-AST). `sine-2d`: a fixed table over both axes (Audio-MAE). Fixed tables are never trained.
 */
export type PositionKind = 'learned' | 'sine' | 'sine-2d';

/**
 * How a clip becomes one vector. `prefix-mean`: mean of the normalised class and distillation tokens (of a plain ViT, its
 * class token). `patch-mean`: mean of the normalised patch tokens. `patch-mean-norm`: the final norm of the patches' mean.
 */
export type Pooling = 'prefix-mean' | 'patch-mean' | 'patch-mean-norm';

/**
 * Where LayerNorm stands. `pre`: before attention and FFN, and once after the last block. `post`: behind each sum, and once
 * before the first block.
 */
export type NormOrder = 'pre' | 'post';

/**
 * Shape and facts of a backbone. Grid order is always frequency x time (F x W).
 * `positionGrid` is the grid that `pos` was trained on: square for images, e.g. 12 x 101 for AudioSet ASTs; that of 1024
 * frames where positions are `sine`, which have no grid of their own.
 */
export interface BackboneConfig {
  readonly dim: number;
  readonly depth: number;
  readonly heads: number;
  readonly mlpDim: number;
  /** Mel bins and frames of a patch. */
  readonly patch: readonly [number, number];
  /** S: class and distillation token, the class token alone, or none. */
  readonly prefixTokens: 0 | 1 | 2;
  readonly positionGrid: readonly [number, number];
  readonly positions: PositionKind;
  readonly pooling: Pooling;
  readonly normOrder: NormOrder;
  /** LayerNorm epsilon inside the blocks and of the final norm: 1e-6 (timm, AST), config.json's for Hugging Face AST. */
  readonly blockEps: number;
  /** The stride the checkpoint was trained with ([frequency, time]); [patch, patch] for image checkpoints. */
  readonly stride: readonly [number, number];
  readonly pretrainedOn: 'images' | 'audio';
}

/**
 * A backbone in our canonical naming, which is that of reference/loaa_reference.py:
 * `patch.weight` [d, 1, p, q] (RGB kernels already summed; p mel bins, q frames), `patch.bias`, `cls` [1,1,d], `dist` [1,1,d]
 * (those of the S that it has), `pos` [1, S + F*W, d] on `positionGrid` (not yet adapted; none for `sine`),
 * `blocks.{i}.{norm1,qkv,proj,norm2,fc1,fc2}.{weight,bias}`
 * (qkv packed [3d, d]), `norm.weight`, `norm.bias`; and, for audio checkpoints that carry one, `head_norm.*`, `head.*`.
 * Whatever the order of tokens in the file, here it is frequency-major.
 */
export interface Backbone {
  readonly name: string;
  readonly naming: NamingName;
  readonly config: BackboneConfig;
  readonly weights: ReadonlyMap<string, Weight>;
  /** Labels of the checkpoint's own head, where it has one and its config names them. */
  readonly labels: readonly string[] | null;
  /** SHA-256 of the weight file, lower-case hex. */
  readonly sha256: string;
  /** The hub repository and pinned commit, where it came from one. */
  readonly origin: { readonly repo: string; readonly revision: string } | null;
  /** Tensors with NaN or infinite values, with how many. Empty for a sound checkpoint. */
  readonly nonFinite: readonly { readonly name: string; readonly count: number }[];
}
