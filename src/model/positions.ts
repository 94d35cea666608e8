import { sine2dPositions, sinePositions } from '../weights/sinePositions';
import type { BackboneConfig, Weight } from '../weights/types';

/** Parameter name of learned positions, and of a fixed table, which no method trains. */
export const LEARNED_POSITIONS = 'pos';
export const FIXED_POSITIONS = 'fixed_pos';

/** The name under which a backbone's model holds its positions. */
export function positionsName({ positions }: Pick<BackboneConfig, 'positions'>): string {
  return positions === 'learned' ? LEARNED_POSITIONS : FIXED_POSITIONS;
}

/**
 * A backbone's positions on another grid: learned ones adapted, a fixed table computed anew (its stored values on its own
 * grid), as its authors build it for another length of input.
 * @param pos as read; undefined for `sine`  @returns [1, S + F W, d]
 */
export function positionsOn(
  { positions, prefixTokens, positionGrid, dim }: BackboneConfig,
  pos: Weight | undefined,
  grid: readonly [number, number],
): Weight {
  if (pos === undefined || positions === 'sine') return sinePositions(grid, dim);
  const isOwn = grid[0] === positionGrid[0] && grid[1] === positionGrid[1];
  if (positions === 'learned' || isOwn) return adaptPositions(pos, prefixTokens, positionGrid, grid);
  const patches = sine2dPositions(grid, dim);
  const data = new Float32Array(prefixTokens * dim + patches.data.length);
  data.set(pos.data.subarray(0, prefixTokens * dim));
  data.set(patches.data, prefixTokens * dim);
  return { shape: [1, prefixTokens + grid[0] * grid[1], dim], data };
}

/**
 * Adapts a position embedding to another patch grid as AST does: along each axis, centre crop where the new grid is
 * smaller, bilinear interpolation (align_corners=False) where it is larger; time first, then frequency. Prefix tokens
 * are kept. Works for square image grids and for AudioSet's 12 x 101 alike.
 *
 * @param pos [1, S + f w, d] on `from` = [f, w]  @returns [1, S + F W, d] on `to` = [F, W]
 * Source: reference/loaa_reference.py, adapt_positions; AST's ast_models.py.
 */
export function adaptPositions(
  pos: Weight,
  prefix: number,
  from: readonly [number, number],
  to: readonly [number, number],
): Weight {
  const d = pos.shape[2] ?? 0;
  const head = pos.data.subarray(0, prefix * d);
  const grid = pos.data.subarray(prefix * d);
  const [f, w] = from;
  const [F, W] = to;
  const inTime = resizeAxis(grid, f, w, W, d);
  const resized = resizeAxis(inTime, 1, f, F, W * d);
  const data = new Float32Array(head.length + resized.length);
  data.set(head);
  data.set(resized, head.length);
  return { shape: [1, prefix + F * W, d], data };
}

/** Resizes the middle axis of [outer, size, inner] to `wanted`: crop or interpolate. */
function resizeAxis(x: Float32Array, outer: number, size: number, wanted: number, inner: number): Float32Array {
  if (wanted === size) return x;
  const out = new Float32Array(outer * wanted * inner);
  const start = Math.floor(size / 2) - Math.floor(wanted / 2);
  for (let i = 0; i < wanted; i++) {
    const { low, high, share } =
      wanted < size ? { low: start + i, high: start + i, share: 0 } : source(i, size, wanted);
    for (let o = 0; o < outer; o++) {
      const target = (o * wanted + i) * inner;
      const a = (o * size + low) * inner;
      const b = (o * size + high) * inner;
      for (let c = 0; c < inner; c++) {
        out[target + c] = (1 - share) * (x[a + c] ?? 0) + share * (x[b + c] ?? 0);
      }
    }
  }
  return out;
}

/** Where output i of a linear interpolation reads: max(0, (i + 0.5) size / wanted - 0.5). */
function source(i: number, size: number, wanted: number): { low: number; high: number; share: number } {
  const at = Math.max(0, ((i + 0.5) * size) / wanted - 0.5);
  const low = Math.min(Math.floor(at), size - 1);
  return { low, high: Math.min(low + 1, size - 1), share: at - low };
}
