import { useMemo, useState } from 'react';
import type { TimelineMoves } from './TimelineTools';
import { panned, showing, within, zoomed, type Viewport } from './viewport';

const STEP = 0.5;
const PAN = 0.5;

/** What is shown of a recording of so many seconds: all of it until somebody looks closer. */
export function useViewport(seconds: number): {
  readonly view: Viewport;
  readonly moves: TimelineMoves;
  zoom(factor: number, at: number): void;
  pan(share: number): void;
  show(time: number): void;
} {
  const [chosen, setChosen] = useState<Viewport | null>(null);
  const view = useMemo(() => within(chosen ?? { from: 0, to: seconds }, seconds), [chosen, seconds]);
  return useMemo(() => {
    const change = (next: (view: Viewport) => Viewport) =>
      setChosen((before) => {
        const after = next(within(before ?? { from: 0, to: seconds }, seconds));
        return after.to - after.from >= seconds ? null : after;
      });
    const zoom = (factor: number, at: number) => change((now) => zoomed(now, factor, at, seconds));
    const pan = (share: number) => change((now) => panned(now, share, seconds));
    const middle = (view.from + view.to) / 2;
    const moves: TimelineMoves = {
      closer: () => zoom(STEP, middle),
      further: () => zoom(1 / STEP, middle),
      whole: () => setChosen(null),
      earlier: () => pan(-PAN),
      later: () => pan(PAN),
    };
    return { view, moves, zoom, pan, show: (time) => change((now) => showing(now, time, seconds)) };
  }, [view, seconds]);
}
