/**
 * Colours that are told apart with every kind of colour vision. Source: Okabe, Ito 2008, "Color Universal Design"; black
 * gives way to grey, so that it shows on a dark page too.
 */
const COLOURS = ['#e69f00', '#56b4e9', '#009e73', '#f0e442', '#0072b2', '#d55e00', '#cc79a7', '#8a8a8a'] as const;

/** A shape around the origin, of radius one, as the corners of a polygon; null for a circle. */
type Shape = readonly (readonly [number, number])[] | null;

function regular(corners: number, turn: number): Shape {
  return Array.from({ length: corners }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / corners;
    return [Math.cos(angle), Math.sin(angle)] as const;
  });
}

const up = -Math.PI / 2;
const CROSS: Shape = [
  ...([
    [-0.35, -1],
    [0.35, -1],
    [0.35, -0.35],
    [1, -0.35],
    [1, 0.35],
    [0.35, 0.35],
  ] as const),
  ...([
    [0.35, 1],
    [-0.35, 1],
    [-0.35, 0.35],
    [-1, 0.35],
    [-1, -0.35],
    [-0.35, -0.35],
  ] as const),
];
const STAR: Shape = Array.from({ length: 10 }, (_, i) => {
  const [angle, radius] = [up + (Math.PI * i) / 5, i % 2 === 0 ? 1.15 : 0.5];
  return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
});
const SHAPES: readonly Shape[] = [
  null,
  regular(4, Math.PI / 4),
  regular(3, up),
  regular(4, 0),
  regular(3, -up),
  CROSS,
  STAR,
];

/** How the clips of a class are drawn: no two of 56 classes look alike. */
export interface Mark {
  readonly colour: string;
  readonly shape: number;
}

export function markOf(label: number): Mark {
  return { colour: COLOURS[label % COLOURS.length] ?? COLOURS[0], shape: label % SHAPES.length };
}

/** Adds a shape to a path. */
export function addShape(
  path: Pick<Path2D, 'moveTo' | 'lineTo' | 'closePath' | 'arc'>,
  shape: number,
  x: number,
  y: number,
  r: number,
): void {
  const corners = SHAPES[shape] ?? null;
  if (!corners) {
    path.moveTo(x + 0.9 * r, y);
    path.arc(x, y, 0.9 * r, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([cx, cy], i) =>
    i === 0 ? path.moveTo(x + r * cx, y + r * cy) : path.lineTo(x + r * cx, y + r * cy),
  );
  path.closePath();
}

/** A shape as the path of an SVG. */
export function shapePath(shape: number, x: number, y: number, r: number): string {
  const parts: string[] = [];
  const place = (px: number, py: number) => `${px.toFixed(2)} ${py.toFixed(2)}`;
  addShape(
    {
      moveTo: (px, py) => void parts.push(`M${place(px, py)}`),
      lineTo: (px, py) => void parts.push(`L${place(px, py)}`),
      closePath: () => void parts.push('Z'),
      arc: (cx, cy, radius) => {
        for (const side of [cx - radius, cx + radius]) parts.push(`A${radius} ${radius} 0 1 1 ${place(side, cy)}`);
      },
    },
    shape,
    x,
    y,
    r,
  );
  return parts.join(' ');
}
