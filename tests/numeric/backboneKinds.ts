import type { BackboneConfig } from '../../src/weights/types';

/** What differs from the tiny backbone in the shapes of the published ones. */
export const BACKBONE_KINDS: readonly (readonly [string, Partial<BackboneConfig>])[] = [
  ['AST', {}],
  ['plain ViT', { prefixTokens: 1 }],
  ['SSAST, patches', { pooling: 'patch-mean' }],
  ['SSAST, frames', { pooling: 'patch-mean', patch: [128, 8], stride: [128, 8], positionGrid: [1, 10] }],
  ['MAE-AST, norms behind', { prefixTokens: 0, positions: 'sine', pooling: 'patch-mean', normOrder: 'post' }],
  ['MAE-AST, norms before', { prefixTokens: 0, positions: 'sine', pooling: 'patch-mean' }],
  ['Audio-MAE', { prefixTokens: 1, positions: 'sine-2d', pooling: 'patch-mean-norm', dim: 8 }],
];
