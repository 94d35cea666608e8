import type { MethodSettings } from '../model/methods';
import type { BackboneConfig } from '../weights/types';

/** What decides whether whole passes of a model can be run by the kernels of this folder. */
export interface FusableModel extends Pick<
  BackboneConfig,
  'dim' | 'heads' | 'mlpDim' | 'patch' | 'pooling' | 'normOrder'
> {
  readonly prefixTokens: number;
}

/** The methods whose trained parameters the kernels know: Look-Aside Adapters of any kernel, and the head alone. */
const METHODS: readonly MethodSettings['method'][] = ['loaa', 'linear-probe'];

const wholeVectors = (...sizes: readonly number[]) => sizes.every((size) => size % 4 === 0);

/**
 * Norms before the sublayers, one or two prefix tokens that are pooled, widths of whole vec4s, and a method of the list;
 * everything else is left to tfjs' tape.
 */
export function isFusable(
  { dim, heads, mlpDim, patch, prefixTokens, pooling, normOrder }: FusableModel,
  { method }: Pick<MethodSettings, 'method'>,
): boolean {
  return (
    METHODS.includes(method) &&
    normOrder === 'pre' &&
    pooling === 'prefix-mean' &&
    prefixTokens > 0 &&
    wholeVectors(dim, dim / heads, mlpDim, patch[0] * patch[1])
  );
}
