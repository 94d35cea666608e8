import { useEffect, type RefObject } from 'react';

/** Between what stands at the top and what is scrolled beneath it. Pixels. */
const GAP = 12;

/**
 * Keeps the height of what sticks to the top of the window free when something is scrolled into sight, by a link, by script or
 * because the focus goes there: otherwise it may come to lie behind it (WCAG 2.2, 2.4.11 Focus Not Obscured).
 */
export function useRoomAbove(sticking: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const bar = sticking.current;
    if (!bar) return;
    const { style } = document.documentElement;
    const sized = new ResizeObserver(() => (style.scrollPaddingBlockStart = `${bar.offsetHeight + GAP}px`));
    sized.observe(bar);
    return () => {
      sized.disconnect();
      style.scrollPaddingBlockStart = '';
    };
  }, [sticking]);
}
