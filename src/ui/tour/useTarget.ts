import { useEffect, useState } from 'react';
import { visiblePart, type Box } from './place';
import type { TourStep } from './steps';

/** A view may have to arrive first. */
const LONGEST_WAIT_MS = 5000;

/** Frames after which a view that was changed to has taken the focus. */
const SETTLED_FRAMES = 2;

const find = (target: string) => document.querySelector(`[data-tour="${target}"]`);

/** Whether an element takes up room: a hidden view's does not. */
const isShown = (element: Element | null): element is Element =>
  element !== null && element.getClientRects().length > 0;

/**
 * What of a step's element can be seen, as it moves; null until it is there, and where there is none.
 * @param onFound when the element was brought into sight, or was waited for in vain
 */
export function useTarget({ view, target }: TourStep, onFound: () => void): Box | null {
  const [box, setBox] = useState<Box | null>(null);
  useEffect(() => {
    const since = performance.now();
    let frame = 0;
    let isFound = false;
    let framesShown = 0;
    const follow = () => {
      const element = find(target);
      // Some elements are there on every view; and a view that has just come still takes the focus.
      if (isShown(document.querySelector(`[data-view="${view}"]`))) framesShown++;
      if (isShown(element) && framesShown > SETTLED_FRAMES) {
        if (!isFound) {
          isFound = true;
          element.scrollIntoView({ block: element.clientHeight > innerHeight / 2 ? 'start' : 'center' });
          onFound();
        }
        const { left, top, width, height } = element.getBoundingClientRect();
        const next = visiblePart({ left, top, width, height }, innerWidth, innerHeight);
        setBox((old) => (old && JSON.stringify(old) === JSON.stringify(next) ? old : next));
      } else if (!isFound && performance.now() - since > LONGEST_WAIT_MS) {
        isFound = true;
        onFound();
      }
      frame = requestAnimationFrame(follow);
    };
    frame = requestAnimationFrame(follow);
    return () => {
      cancelAnimationFrame(frame);
      setBox(null);
    };
  }, [view, target, onFound]);
  return box;
}
