/** A stride that leaves no gap between patches: the wanted one, or the patch itself where that would skip sound. */
export function strideFor(
  wanted: readonly [number, number],
  patch: readonly [number, number],
): readonly [number, number] {
  return wanted[0] <= patch[0] && wanted[1] <= patch[1] ? wanted : patch;
}

/**
 * F x W patches of p mel bins and q frames over M mel bins and T frames: 1 + floor((size - patch) / stride) along each
 * axis.
 */
export function patchGrid(
  bins: number,
  frames: number,
  patch: readonly [number, number],
  stride: readonly [number, number],
): readonly [number, number] {
  return [Math.floor((bins - patch[0]) / stride[0]) + 1, Math.floor((frames - patch[1]) / stride[1]) + 1];
}
