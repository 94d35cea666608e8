/** F x W patches of p x p over M mel bins and T frames: 1 + floor((size - p) / stride) along each axis. */
export function patchGrid(
  bins: number,
  frames: number,
  patch: number,
  stride: readonly [number, number],
): readonly [number, number] {
  return [Math.floor((bins - patch) / stride[0]) + 1, Math.floor((frames - patch) / stride[1]) + 1];
}
