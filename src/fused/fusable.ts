import type { MethodSettings } from '../model/methods';
import type { AstShape } from '../model/shape';

/** What decides whether whole passes of a model can be run by the kernels of this folder. */
export interface FusableModel {
  readonly shape: AstShape;
  readonly settings: MethodSettings;
  /** Names of the trained parameters. */
  readonly names: readonly string[];
  readonly mlpDim: number;
}

/** The methods whose trained parameters the kernels know: Look-Aside Adapters of any kernel, and the head alone. */
const METHODS: readonly MethodSettings['method'][] = ['loaa', 'linear-probe'];

const wholeVectors = (...sizes: readonly number[]) => sizes.every((size) => size % 4 === 0);

/**
 * Norms before the sublayers, one or two prefix tokens that are pooled, widths of whole vec4s, and a method of the list;
 * everything else is left to tfjs' tape.
 */
export function isFusable({ shape, settings, mlpDim }: FusableModel): boolean {
  const { dim, heads, patch, prefix, pooling, normOrder } = shape;
  return (
    METHODS.includes(settings.method) &&
    normOrder === 'pre' &&
    pooling === 'prefix-mean' &&
    prefix > 0 &&
    wholeVectors(dim, dim / heads, mlpDim, patch[0] * patch[1])
  );
}
