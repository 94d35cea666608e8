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
  readonly metadata: ReadonlyMap<string, string>;
  read(key: string): Promise<Weight>;
}

/** The public namings of a distilled DeiT and of an AST (namings.ts). */
export type NamingName = 'timm-deit' | 'hf-deit' | 'ast-original' | 'hf-ast';

/**
 * Shape and facts of a backbone. Grid order is always frequency x time (F x W).
 * `positionGrid` is the grid that `pos` was trained on: square for images, e.g. 12 x 101 for AudioSet ASTs.
 */
export interface BackboneConfig {
  readonly dim: number;
  readonly depth: number;
  readonly heads: number;
  readonly mlpDim: number;
  readonly patch: number;
  /** Class and distillation token. */
  readonly prefixTokens: number;
  readonly positionGrid: readonly [number, number];
  /** LayerNorm epsilon inside the blocks and of the final norm: 1e-6 (timm, AST), config.json's for Hugging Face AST. */
  readonly blockEps: number;
  /** The stride the checkpoint was trained with ([frequency, time]); [patch, patch] for image checkpoints. */
  readonly stride: readonly [number, number];
  readonly pretrainedOn: 'images' | 'audio';
}

/**
 * A backbone in our canonical naming, which is that of reference/loaa_reference.py:
 * `patch.weight` [d, 1, p, p] (RGB kernels already summed), `patch.bias`, `cls` [1,1,d], `dist` [1,1,d],
 * `pos` [1, 2 + F*W, d] on `positionGrid` (not yet adapted), `blocks.{i}.{norm1,qkv,proj,norm2,fc1,fc2}.{weight,bias}`
 * (qkv packed [3d, d]), `norm.weight`, `norm.bias`; and, for audio checkpoints that carry one, `head_norm.*`, `head.*`.
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
