import { tokensOf, type AttentionMatrix, type Reading, type TokenGrid } from './types';

/** P summed over all heads and divided by their number, or of one head: [N, N] of [h, N, N]. */
export function matrixOf(layer: Float32Array, heads: number, head: number | null): Float32Array {
  const size = layer.length / heads;
  if (head !== null) return layer.slice(head * size, (head + 1) * size);
  const out = new Float32Array(size);
  for (let h = 0; h < heads; h++) {
    for (let i = 0; i < size; i++) out[i] = (out[i] ?? 0) + (layer[h * size + i] ?? 0) / heads;
  }
  return out;
}

/**
 * The map [F W] of the token columns `from` to `to` (inclusive): the mean over their F patches each. As keys: who attends
 * to them; as queries: what they attend to. Prefix tokens are left out.
 * Source: recipes.md, Figure 3; paper section 4.2.1.
 */
export function bandMap(
  { values, tokens }: AttentionMatrix,
  { grid: [F, W], prefix }: TokenGrid,
  [from, to]: readonly [number, number],
  reading: Reading,
): Float32Array {
  if (from < 0 || to >= W || from > to) throw new RangeError(`Columns ${from} to ${to} are outside ${F} x ${W}.`);
  const out = new Float32Array(F * W);
  const share = 1 / (F * (to - from + 1));
  for (let f = 0; f < F; f++) {
    for (let w = from; w <= to; w++) {
      const token = prefix + f * W + w;
      for (let n = 0; n < F * W; n++) {
        const at = reading === 'column-as-keys' ? (prefix + n) * tokens + token : token * tokens + prefix + n;
        out[n] = (out[n] ?? 0) + (values[at] ?? 0) * share;
      }
    }
  }
  return out;
}

/** The map [F W] of one token, prefix tokens included: who attends to it (as keys), or what it attends to (as queries). */
export function tokenMap(
  { values, tokens }: AttentionMatrix,
  where: TokenGrid,
  token: number,
  reading: Reading,
): Float32Array {
  if (token < 0 || token >= tokensOf(where)) throw new RangeError(`There is no token ${token}.`);
  const { prefix } = where;
  return Float32Array.from({ length: tokens - prefix }, (_, n) => {
    const at = reading === 'column-as-keys' ? (prefix + n) * tokens + token : token * tokens + prefix + n;
    return values[at] ?? 0;
  });
}
