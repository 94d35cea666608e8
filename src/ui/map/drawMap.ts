import type { Places } from '../../embedding/placing';
import { addShape, type Mark } from './marks';
import { pixelOf, type Point, type Viewport } from './viewport';

/** Everything that the map shows of its clips. */
export interface MapPicture {
  readonly places: Places;
  /** How each clip is drawn; null for one that is not shown. */
  readonly marks: readonly (Mark | null)[];
  /** Clips with a ring: suspicious ones. */
  readonly ringed: ReadonlySet<number>;
  readonly chosen: ReadonlySet<number>;
  /** The clip that the keyboard or the pointer is at; -1 for none. */
  readonly active: number;
  /** The line that is being drawn around clips. */
  readonly line: readonly Point[];
}

export interface MapInks {
  readonly ink: string;
  readonly ground: string;
  readonly ring: string;
}

const RADIUS = 4.5;

/** Draws the map: first what is not chosen, paler where something is; then rings, the chosen ones, the active one. */
export function drawMap(
  context: CanvasRenderingContext2D,
  size: Point,
  view: Viewport,
  picture: MapPicture,
  inks: MapInks,
): void {
  const { places, marks, ringed, chosen, active, line } = picture;
  context.clearRect(0, 0, size.x, size.y);
  const isNear = ({ x, y }: Point) => x > -20 && y > -20 && x < size.x + 20 && y < size.y + 20;
  const draw = (wanted: (i: number) => boolean, alpha: number, radius: number) => {
    const byMark = new Map<Mark, Path2D>();
    marks.forEach((mark, i) => {
      if (!mark || !wanted(i)) return;
      const at = pixelOf(places, i, view);
      if (!isNear(at)) return;
      const path = byMark.get(mark) ?? new Path2D();
      byMark.set(mark, path);
      addShape(path, mark.shape, at.x, at.y, radius);
    });
    context.globalAlpha = alpha;
    context.lineWidth = 0.75;
    context.strokeStyle = inks.ink;
    for (const [{ colour }, path] of byMark) {
      context.fillStyle = colour;
      context.fill(path);
      context.stroke(path);
    }
    context.globalAlpha = 1;
  };
  const circle = (i: number, radius: number, colour: string, width: number) => {
    const { x, y } = pixelOf(places, i, view);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  };
  draw((i) => !chosen.has(i), chosen.size > 0 ? 0.35 : 0.85, RADIUS);
  for (const i of ringed) if (marks[i]) circle(i, RADIUS + 3.5, inks.ring, 1.75);
  draw((i) => chosen.has(i), 1, RADIUS + 1.5);
  if (active >= 0 && marks[active]) {
    circle(active, RADIUS + 6, inks.ground, 5);
    circle(active, RADIUS + 6, inks.ink, 2.5);
  }
  if (line.length > 1) {
    context.beginPath();
    line.forEach(({ x, y }, k) => (k === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    context.closePath();
    context.setLineDash([5, 4]);
    context.strokeStyle = inks.ink;
    context.lineWidth = 1.5;
    context.stroke();
    context.setLineDash([]);
  }
}
