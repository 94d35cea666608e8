/** Rows beyond the visible ones that are made too, so that a quick scroll meets no gap. */
const OVERSCAN = 4;

/** Which rows [from, to) of a long list are to be made, for a box of `height` pixels scrolled to `top`. */
export function rowWindow(top: number, height: number, rowHeight: number, count: number): readonly [number, number] {
  const from = Math.max(0, Math.min(count, Math.floor(top / rowHeight) - OVERSCAN));
  const to = Math.min(count, Math.ceil((top + height) / rowHeight) + OVERSCAN);
  return [from, Math.max(from, to)];
}

/** Where to scroll so that a row is whole in sight, moving no further than is needed. Pixels. */
export function scrollFor(row: number, top: number, height: number, rowHeight: number): number {
  const [start, end] = [row * rowHeight, (row + 1) * rowHeight];
  if (start < top) return start;
  return end > top + height ? end - height : top;
}
