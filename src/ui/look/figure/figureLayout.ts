export const POINTS_PER_CM = 72 / 2.54;

/** Sizes of letters, in points, as journals ask for them. */
export const TEXT = { title: 8, axis: 7, tick: 6, caption: 7, line: 9.2 } as const;

/** Where a picture stands, in points. */
export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** In the first column: it carries the numbers of the frequency axis. */
  readonly isLeft: boolean;
  /** Nothing below it: it carries the numbers of the time axis. */
  readonly isLast: boolean;
}

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly places: readonly Placed[];
  /** The colour bar that panels share. */
  readonly bar: { readonly x: number; readonly y: number; readonly width: number } | null;
  readonly captionTop: number;
}

const LEFT = 30;
const GAP = 10;
const TITLE = 14;
/** Below a row: numbers and name of the time axis; below the others, ticks alone. */
const [AXIS, TICKS] = [24, 6];
const BAR = 26;
const RIGHT = 4;

/** Places panels in rows of `columns`, each as high as suits its width. */
export function layOut(
  {
    panels,
    bar,
    widthCm,
    columns: wanted,
  }: {
    readonly panels: readonly { readonly bar: unknown }[];
    readonly bar: unknown;
    readonly widthCm: number;
    readonly columns: number;
  },
  captionLines: number,
): Layout {
  const width = widthCm * POINTS_PER_CM;
  const columns = Math.max(1, Math.min(wanted, panels.length));
  const each = (width - LEFT - RIGHT - GAP * (columns - 1)) / columns;
  const high = Math.min(110, Math.max(56, each * 0.5));
  const rows = Math.ceil(panels.length / columns);
  const places: Placed[] = [];
  let y = 0;
  for (let row = 0; row < rows; row++) {
    const own = panels.slice(row * columns, (row + 1) * columns);
    y += TITLE;
    own.forEach((_, c) =>
      places.push({
        x: LEFT + c * (each + GAP),
        y,
        width: each,
        height: high,
        isLeft: c === 0,
        isLast: (row + 1) * columns + c >= panels.length,
      }),
    );
    const hasAxis = places.slice(row * columns).some(({ isLast }) => isLast);
    y += high + (hasAxis ? AXIS : TICKS) + (own.some((panel) => panel.bar) ? BAR : 0);
  }
  const shared = bar ? { x: LEFT, y: y + 2, width: width - LEFT - RIGHT } : null;
  if (shared) y += BAR;
  const captionTop = y + 2;
  return {
    width,
    height: captionTop + (captionLines > 0 ? captionLines * TEXT.line + 4 : 0),
    places,
    bar: shared,
    captionTop,
  };
}

/** What a letter takes on average, of its size: of a wide face, since not every system has Helvetica. */
const LETTER = 0.58;

/** A caption as lines that fit a width in points. */
export function wrap(caption: string, width: number): readonly string[] {
  const most = Math.floor(width / (TEXT.caption * LETTER));
  const lines: string[] = [];
  for (const word of caption.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
