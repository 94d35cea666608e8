import type { BackboneConfig } from '../weights/types';
import { LEARNED_POSITIONS } from './positions';

export interface BackboneSize {
  readonly dim: number;
  readonly depth: number;
  readonly mlpDim: number;
  readonly patch: BackboneConfig['patch'];
  readonly prefixTokens: BackboneConfig['prefixTokens'];
  readonly positions: BackboneConfig['positions'];
  /** N, prefix tokens included. */
  readonly tokens: number;
}

type NamedShape = readonly [name: string, shape: readonly number[]];

/**
 * Every parameter of a backbone on its grid with its shape (fixed positions are none), in our naming (see Backbone in weights/types.ts), without head:
 * what can be counted before any weights are read.
 */
export function backboneShapes(size: BackboneSize): NamedShape[] {
  const { dim, depth, mlpDim, tokens } = size;
  const layer = (i: number): NamedShape[] => [
    ...pair(`blocks.${i}.norm1`, [dim]),
    ...pair(`blocks.${i}.qkv`, [3 * dim, dim]),
    ...pair(`blocks.${i}.proj`, [dim, dim]),
    ...pair(`blocks.${i}.norm2`, [dim]),
    ...pair(`blocks.${i}.fc1`, [mlpDim, dim]),
    ...pair(`blocks.${i}.fc2`, [dim, mlpDim]),
  ];
  return [
    ...pair('patch', [dim, 1, ...size.patch]),
    ...['cls', 'dist'].slice(0, size.prefixTokens).map((name): NamedShape => [name, [1, 1, dim]]),
    ...(size.positions === 'learned' ? [[LEARNED_POSITIONS, [1, tokens, dim]] as const] : []),
    ...Array.from({ length: depth }, (_, i) => layer(i)).flat(),
    ...pair('norm', [dim]),
  ];
}

/** Weight of this shape, and a bias along its first axis. */
function pair(name: string, shape: readonly number[]): NamedShape[] {
  return [
    [`${name}.weight`, shape],
    [`${name}.bias`, shape.slice(0, 1)],
  ];
}
