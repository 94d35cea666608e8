import type { FrontEndName } from '../audio/types';

/** Which way attention is read (recipes.md, Figure 3): who attends to the chosen tokens, or what they attend to. */
export const READINGS = ['column-as-keys', 'column-as-queries'] as const;
export type Reading = (typeof READINGS)[number];

/** Whose attention is looked at. Stages of one run, runs, and backbones may stand side by side. */
export type LookSource =
  /** The frozen backbone alone: image weights only, in the paper's figure. */
  | { readonly kind: 'backbone' }
  /** With what has been trained or imported so far. */
  | { readonly kind: 'model' }
  /** The last run as it stood at the end of an epoch, 1-based. */
  | { readonly kind: 'epoch'; readonly epoch: number }
  /** An adapter that was loaded beside, on the same backbone. */
  | { readonly kind: 'adapter'; readonly id: string }
  /** Another backbone that was loaded beside, without adapter. */
  | { readonly kind: 'other'; readonly id: string };

/** A name for a source, the same for the same source. */
export function sourceKey(source: LookSource): string {
  switch (source.kind) {
    case 'epoch':
      return `epoch ${source.epoch}`;
    case 'adapter':
    case 'other':
      return `${source.kind} ${source.id}`;
    default:
      return source.kind;
  }
}

/** The sizes that say where a token lies: S prefix tokens, then F x W patches, time running fastest. */
export interface TokenGrid {
  /** F x W. */
  readonly grid: readonly [number, number];
  /** S. */
  readonly prefix: number;
}

/** N = S + F W. */
export function tokensOf({ grid, prefix }: TokenGrid): number {
  return prefix + grid[0] * grid[1];
}

/** Attention among all tokens, N x N row major: the value at (query, key) is what `query` gives to `key`. */
export interface AttentionMatrix {
  readonly values: Float32Array;
  readonly tokens: number;
}

/** What one pass through a model tells of one clip. */
export interface Inspection extends TokenGrid {
  readonly layers: number;
  readonly heads: number;
  /**
   * [L, h]: how widely a head spreads its attention, the mean over queries of -sum_k p log p, divided by log N: 0 where
   * every token looks at one alone, 1 where it looks at all alike.
   */
  readonly entropy: Float32Array;
  /** By placement, [L, F W]: the L2 norm of what the method adds to each patch token there; null where it adds nothing. */
  readonly added: { readonly attn: Float32Array | null; readonly ffn: Float32Array | null };
}

/** Everything that the page must know of a source to draw it. */
export interface LookFacts extends Inspection {
  /** Another one where the model behind the source has changed, as by a step of training. */
  readonly version: string;
  /** What the model's backbone is called. */
  readonly backbone: string;
  /** How patches lie on the spectrogram, [mel bins, frames]. */
  readonly patch: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly frontEnd: FrontEndName;
  /** The token columns to look at first, first and last. */
  readonly band: readonly [number, number];
  /** Bytes that the engine holds of what was looked at, and may hold. */
  readonly held: { readonly bytes: number; readonly budget: number };
}

/** The epochs of the last run that can be looked at. */
export interface HeldEpochs {
  readonly held: readonly number[];
  /** How many epochs there have been; those that are not held were let go for room. */
  readonly offered: number;
  readonly bytes: number;
  readonly budget: number;
}

export const NO_EPOCHS: HeldEpochs = { held: [], offered: 0, bytes: 0, budget: 0 };

/** Which of the N x N matrices: of a layer's head, or of the mean over its heads; or the rollout over all layers. */
export type MatrixChoice = { readonly layer: number; readonly head: number | null } | 'rollout';
