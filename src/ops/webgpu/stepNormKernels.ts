import type { FlatKernel } from './program';
import type { Sharing } from './sharing';

/**
 * Sums of squares of the gradient and of the change of the parameters, over each chunk of the flat vector; an item is a chunk
 * of one of the two. Inputs gradient [P], before, after [3, P] (theta first), chunks [n, 2] (start and size); result [2, n].
 */
export function squaresKernel(chunks: number, sharing: Sharing): FlatKernel {
  return {
    name: 'stepSquares',
    sharing,
    inputs: [{ name: 'gradient' }, { name: 'before' }, { name: 'after' }, { name: 'chunks' }],
    outShape: [2, chunks],
    items: 2 * chunks,
    uniforms: { count: chunks },
    code: /* wgsl */ `
      fn body(item : i32) {
        let chunk = item % uniforms.count;
        let start = chunks[2 * chunk];
        let end = start + chunks[2 * chunk + 1];
        var sum = 0.0;
        if (item < uniforms.count) {
          for (var i = start + lane; i < end; i = i + LANES) { sum = sum + gradient[i] * gradient[i]; }
        } else {
          for (var i = start + lane; i < end; i = i + LANES) {
            let change = after[i] - before[i];
            sum = sum + change * change;
          }
        }
        let whole = total(sum);
        if (lane == 0) { result[item] = whole; }
      }`,
  };
}

/**
 * A reading [R] with norms behind it: [R + 2 G]. Group g of either half is the root of the squares of its chunks, those from
 * bounds[g] to bounds[g + 1]. Inputs reading, squares (see `squaresKernel`), bounds [G + 1].
 */
export function normsKernel(reading: number, chunks: number, groups: number): FlatKernel {
  return {
    name: 'stepNorms',
    inputs: [{ name: 'reading' }, { name: 'squares' }, { name: 'bounds' }],
    outShape: [reading + 2 * groups],
    items: reading + 2 * groups,
    uniforms: { size: reading, count: chunks, groups },
    code: /* wgsl */ `
      fn body(item : i32) {
        if (item < uniforms.size) { result[item] = reading[item]; return; }
        let group = (item - uniforms.size) % uniforms.groups;
        let half = select(0, uniforms.count, item - uniforms.size >= uniforms.groups);
        var sum = 0.0;
        for (var i = bounds[group]; i < bounds[group + 1]; i = i + 1) { sum = sum + squares[half + i]; }
        result[item] = sqrt(sum);
      }`,
  };
}
