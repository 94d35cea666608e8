/** A round number at or above a value: 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5, 10].find((times) => times * power >= value - 1e-12) ?? 10);
}

/**
 * Values at places in [0, 1] along the axis as a polyline; y grows downwards, as SVG's does.
 * @param top the axis' greatest value
 */
export function curveOf(
  values: readonly { readonly at: number; readonly value: number }[],
  top: number,
  width: number,
  height: number,
): string {
  return values
    .map(({ at, value }) => `${(at * width).toFixed(1)},${((1 - Math.min(1, value / top)) * height).toFixed(1)}`)
    .join(' ');
}
