/** The stretch of a recording that is shown, in seconds. */
export interface Viewport {
  readonly from: number;
  readonly to: number;
}

/** No closer than this. Seconds. */
const SHORTEST = 0.5;

/** A stretch brought inside [0, seconds], as long as it was where that goes. */
export function within({ from, to }: Viewport, seconds: number): Viewport {
  const length = Math.min(Math.max(to - from, Math.min(SHORTEST, seconds)), seconds);
  const start = Math.min(Math.max(0, from), seconds - length);
  return { from: start, to: start + length };
}

/** Closer (factor below 1) or further, with the time `at` staying where it is on the screen. */
export function zoomed({ from, to }: Viewport, factor: number, at: number, seconds: number): Viewport {
  const length = Math.min(Math.max((to - from) * factor, Math.min(SHORTEST, seconds)), seconds);
  const share = to > from ? (at - from) / (to - from) : 0.5;
  return within({ from: at - share * length, to: at + (1 - share) * length }, seconds);
}

/** Earlier or later by a share of what is shown. */
export function panned({ from, to }: Viewport, share: number, seconds: number): Viewport {
  const by = share * (to - from);
  return within({ from: from + by, to: to + by }, seconds);
}

/** The same stretch, moved as little as shows a time. */
export function showing(view: Viewport, time: number, seconds: number): Viewport {
  if (time >= view.from && time <= view.to) return view;
  const length = view.to - view.from;
  const from = time < view.from ? time - 0.1 * length : time - 0.9 * length;
  return within({ from, to: from + length }, seconds);
}

/** Where a time lies on the screen, as a share of the width. */
export function shareOf({ from, to }: Viewport, time: number): number {
  return to > from ? (time - from) / (to - from) : 0;
}

export function timeAt({ from, to }: Viewport, share: number): number {
  return from + share * (to - from);
}
