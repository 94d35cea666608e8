import { fail } from '../core/problem';
import { DTYPES, type DtypeName } from './dtypes';
import type { Weight } from './types';

/**
 * One tensor's little-endian elements, row major, as float32.
 * Errors: `weights.inexact` where a value (of float64 or an integer format) is not exactly a float32.
 */
export function widenTensor(
  file: string,
  key: string,
  dtype: DtypeName,
  shape: readonly number[],
  bytes: ArrayBuffer,
): Weight {
  const data = DTYPES[dtype].widen(bytes);
  if (data !== null) return { shape, data };
  return fail(
    'weights.inexact',
    file,
    `Tensor ${key} is ${DTYPES[dtype].title} and has values that float32 cannot hold exactly.`,
    'Save the weights as float32.',
  );
}
