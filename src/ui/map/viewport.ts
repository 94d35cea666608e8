import type { Places } from '../../embedding/placing';

/** How places become pixels: pixel = offset + scale x place. */
export interface Viewport {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pixels left free around the map. */
const MARGIN = 24;
const MOST_ZOOM = 60;

/** The viewport that shows every place. */
export function fitted(places: Places, width: number, height: number): Viewport {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < places.length; i += 2) {
    const [x, y] = [places[i] ?? 0, places[i + 1] ?? 0];
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  if (!(right >= left)) return { scale: 1, x: width / 2, y: height / 2 };
  const free = [Math.max(1, width - 2 * MARGIN), Math.max(1, height - 2 * MARGIN)] as const;
  const scale = Math.min(free[0] / Math.max(1e-9, right - left), free[1] / Math.max(1e-9, bottom - top), 1e6);
  return { scale, x: width / 2 - (scale * (left + right)) / 2, y: height / 2 - (scale * (top + bottom)) / 2 };
}

/** Nearer or farther by a factor, the pixel `at` staying where it is; no farther than `least`, no nearer than 60 times. */
export function zoomed(view: Viewport, factor: number, at: Point, least: number): Viewport {
  const scale = Math.min(MOST_ZOOM * least, Math.max(0.5 * least, view.scale * factor));
  const ratio = scale / view.scale;
  return { scale, x: at.x - ratio * (at.x - view.x), y: at.y - ratio * (at.y - view.y) };
}

export function pixelOf(places: Places, i: number, { scale, x, y }: Viewport): Point {
  return { x: x + scale * (places[2 * i] ?? 0), y: y + scale * (places[2 * i + 1] ?? 0) };
}

/** The clip nearest to a pixel, within `reach` pixels; -1 for none. */
export function clipAt(places: Places, view: Viewport, at: Point, reach: number): number {
  let [best, least] = [-1, reach * reach];
  for (let i = 0; i < places.length / 2; i++) {
    const { x, y } = pixelOf(places, i, view);
    const square = (x - at.x) ** 2 + (y - at.y) ** 2;
    if (square <= least) [best, least] = [i, square];
  }
  return best;
}

/** The clips inside a closed line of pixels, by the even-odd rule. */
export function clipsWithin(places: Places, view: Viewport, line: readonly Point[]): readonly number[] {
  const inside: number[] = [];
  for (let i = 0; i < places.length / 2; i++) {
    const { x, y } = pixelOf(places, i, view);
    let isIn = false;
    line.forEach((a, k) => {
      const b = line[(k + line.length - 1) % line.length] ?? a;
      if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) isIn = !isIn;
    });
    if (isIn) inside.push(i);
  }
  return inside;
}

/** A rectangle's corners. */
export function boxOf(a: Point, b: Point): readonly Point[] {
  return [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }];
}

/** Directions of the arrow keys. */
export const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/**
 * The next clip in a direction: of those that lie within 45 degrees of it, the nearest, what is aside counting double; the
 * same where there is none.
 */
export function clipTowards(places: Places, from: number, [dx, dy]: readonly [number, number]): number {
  let [best, least] = [from, Infinity];
  for (let i = 0; i < places.length / 2; i++) {
    if (i === from) continue;
    const x = (places[2 * i] ?? 0) - (places[2 * from] ?? 0);
    const y = (places[2 * i + 1] ?? 0) - (places[2 * from + 1] ?? 0);
    const [ahead, aside] = [x * dx + y * dy, Math.abs(x * dy - y * dx)];
    if (ahead <= 0 || aside > ahead) continue;
    const cost = ahead + 2 * aside;
    if (cost < least) [best, least] = [i, cost];
  }
  return best;
}
