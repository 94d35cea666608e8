/** Which way a token column's attention is read (recipes.md, Figure 3): who attends to it, or what it attends to. */
export type Reading = 'column-as-keys' | 'column-as-queries';

/**
 * Attention between the F tokens of one grid column and all patch tokens, averaged over the F, for every layer and head.
 * `maps[reading]` is [L, h, F, W] row major: the value at (layer, head, f, w) belongs to the patch at row f (0 = lowest
 * frequency), column w. Prefix tokens are left out; values are attention probabilities.
 */
export interface AttentionMaps {
  readonly layers: number;
  readonly heads: number;
  readonly grid: readonly [number, number];
  readonly column: number;
  readonly maps: Readonly<Record<Reading, Float32Array>>;
}
