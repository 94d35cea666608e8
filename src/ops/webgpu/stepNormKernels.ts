import type { FlatKernel } from './program';
import type { Sharing } from './sharing';

/**
 * Sums of squares over each chunk of a flat vector, an item a chunk: of values, or of values - before. Inputs values, before
 * (where there is one), each [P] or more, and chunks [n, 2] (start and size); result [n].
 */
export function squaresKernel(chunks: number, sharing: Sharing, isDifference: boolean): FlatKernel {
  return {
    name: isDifference ? 'squaresOfChange' : 'squares',
    sharing,
    inputs: [{ name: 'values' }, ...(isDifference ? [{ name: 'before' }] : []), { name: 'chunks' }],
    outShape: [chunks],
    items: chunks,
    code: /* wgsl */ `
      fn body(chunk : i32) {
        let start = chunks[2 * chunk];
        let end = start + chunks[2 * chunk + 1];
        var sum = 0.0;
        for (var i = start + lane; i < end; i = i + LANES) {
          let value = values[i]${isDifference ? ' - before[i]' : ''};
          sum = sum + value * value;
        }
        let whole = total(sum);
        if (lane == 0) { result[chunk] = whole; }
      }`,
  };
}

/**
 * A reading [R] with norms behind it: [R + G]. That of group g is the root of the squares of its chunks, those from bounds[g]
 * to bounds[g + 1]. Inputs reading, squares (see `squaresKernel`), bounds [G + 1].
 */
export function normsKernel(reading: number, groups: number): FlatKernel {
  return {
    name: 'stepNorms',
    inputs: [{ name: 'reading' }, { name: 'squares' }, { name: 'bounds' }],
    outShape: [reading + groups],
    items: reading + groups,
    uniforms: { size: reading },
    code: /* wgsl */ `
      fn body(item : i32) {
        if (item < uniforms.size) { result[item] = reading[item]; return; }
        let group = item - uniforms.size;
        var sum = 0.0;
        for (var i = bounds[group]; i < bounds[group + 1]; i = i + 1) { sum = sum + squares[i]; }
        result[item] = sqrt(sum);
      }`,
  };
}
