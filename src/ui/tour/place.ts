/** A box in the window, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const GAP = 12;
/** Windows narrower than this have the card along their lower edge. */
const NARROW = 640;

/** What of a box can be seen in a window. */
export function visiblePart(box: Box, width: number, height: number): Box {
  const left = Math.max(0, box.left);
  const top = Math.max(0, box.top);
  return {
    left,
    top,
    width: Math.max(0, Math.min(width, box.left + box.width) - left),
    height: Math.max(0, Math.min(height, box.top + box.height) - top),
  };
}

const within = (value: number, most: number) => Math.max(GAP, Math.min(value, most - GAP));

/**
 * Where a card stands: below its target, else above, else beside, else over its lower right corner; whole within the window.
 * In a narrow window along the lower edge, in the middle where there is no target.
 */
export function cardPlace(
  target: Box | null,
  card: Pick<Box, 'width' | 'height'>,
  window: Pick<Box, 'width' | 'height'>,
): { readonly left: number; readonly top: number } {
  const lowest = window.height - card.height;
  const rightmost = window.width - card.width;
  if (window.width < NARROW) return { left: Math.max(0, rightmost / 2), top: Math.max(GAP, lowest - GAP) };
  if (!target) return { left: within(rightmost / 2, rightmost), top: within(lowest / 2, lowest) };
  const right = target.left + target.width;
  const below = target.top + target.height + GAP;
  const left = within(target.left, rightmost);
  if (below <= lowest - GAP) return { left, top: within(below, lowest) };
  const above = target.top - card.height - GAP;
  if (above >= GAP) return { left, top: within(above, lowest) };
  const top = within(target.top, lowest);
  if (right + GAP <= rightmost - GAP) return { left: within(right + GAP, rightmost), top };
  if (target.left - card.width - GAP >= GAP) return { left: within(target.left - card.width - GAP, rightmost), top };
  return { left: within(right - card.width - GAP, rightmost), top: within(below - card.height - 2 * GAP, lowest) };
}
