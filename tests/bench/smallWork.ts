import type { Configuration } from '../../src/bench/configurations';
import { workOf, type Work } from '../../src/bench/work';

/** A configuration of a few thousand weights. */
export const SMALL: Configuration = {
  title: 'small',
  backbone: { dim: 8, depth: 2, heads: 2, mlpDim: 16, patch: 16, side: 3, prefix: 2 },
  batch: 2,
  frames: 48,
  bottleneck: 3,
};

/** The benchmark's work on it. */
export function smallWork(): Promise<Work> {
  return workOf(SMALL, () => Promise.reject(new Error('Nothing is read.')));
}
