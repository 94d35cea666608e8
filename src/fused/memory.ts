import { attendedSize } from './sizes';

/** `all`: every layer's activations stay for the backward pass. `inputs`: only each layer's input; the rest is made anew. */
export type Kept = 'all' | 'inputs';

/** How whole passes use memory: what stays of the activations, and whether frozen matrices are stored in 16 bits. */
export interface FusedChoice {
  readonly kept: Kept;
  readonly halves: boolean;
}

/** Sizes that decide what whole passes need: B clips at once, N tokens, and so on (see the axis legend). */
export interface FusedSizes {
  readonly B: number;
  readonly tokens: number;
  readonly dim: number;
  readonly depth: number;
  readonly heads: number;
  readonly mlpDim: number;
  /** p q. */
  readonly patch: number;
  /** T M. */
  readonly input: number;
  readonly classes: number;
  /** The first layer that holds trained parameters; `depth` where only the head is trained. */
  readonly first: number;
  /** Channels of the adapters beside attention and FFN, 0 for none. */
  readonly bottlenecks: readonly [number, number];
  /** P. */
  readonly trained: number;
  /** Values in the frozen matrices, and in everything else that is frozen. */
  readonly matrices: number;
  readonly rest: number;
}

/** Bytes of the frozen weights. */
export function weightBytes(
  { matrices, rest }: Pick<FusedSizes, 'matrices' | 'rest'>,
  { halves }: Pick<FusedChoice, 'halves'>,
): number {
  return (halves ? 2 : 4) * matrices + 4 * rest;
}

/** Vectors of P: theta with its moments before and after a step, and the gradient. */
export const FUSED_VECTORS = 7;

/**
 * Bytes on the device during a step of whole passes: 4 (x + layers + back + ends + state) + weights, R = B N, with
 *   x: R d for each input of a layer from the first trained one on, and for the last output;
 *   layers: 7 R d + 4 B h N + 2 R mlp + 2 R (r1 + r2) of each layer kept, or once where they are made anew;
 *   back: 6 R d + R mlp + R max(r1, r2), or 2 R d for a probe;  ends: patches, input, targets, pooled vectors, reading;
 *   state: theta with its moments before and after a step, and the gradient: 7 P.
 */
export function fusedBytes(s: FusedSizes, { kept, halves }: FusedChoice): number {
  const R = s.B * s.tokens;
  const Rd = R * s.dim;
  const [r1, r2] = s.bottlenecks;
  const attended = attendedSize({ B: s.B, N: s.tokens, heads: s.heads, each: s.dim / s.heads });
  const layer = 6 * Rd + attended + 2 * R * s.mlpDim + 2 * R * (r1 + r2);
  const trains = s.depth - s.first;
  const layers = kept === 'all' ? Math.max(1, trains) : 1;
  const x = (trains > 0 ? trains + 1 : 0) * Rd;
  const back = trains > 0 ? 6 * Rd + R * s.mlpDim + R * Math.max(r1, r2) : 2 * Rd;
  const ends = R * s.patch + s.B * (s.input + 3 * s.classes + 2 * s.dim + 1) + 1 + s.tokens * s.dim;
  return 4 * (x + layers * layer + back + ends + FUSED_VECTORS * s.trained) + weightBytes(s, { halves });
}

/** Bytes of the largest memory that a kernel is given at once: a layer's FFN, or theta with its moments. */
export function largestBinding({ B, tokens, mlpDim, dim, trained }: FusedSizes): number {
  return 4 * Math.max(2 * B * tokens * Math.max(mlpDim, 2 * dim), 3 * trained, mlpDim * dim);
}

/** From most comfortable to most frugal. */
export const FUSED_CHOICES: readonly FusedChoice[] = [
  { kept: 'all', halves: false },
  { kept: 'inputs', halves: false },
  { kept: 'inputs', halves: true },
];
