import { useMemo, type KeyboardEvent, type PointerEvent } from 'react';
import styles from './Chart.module.css';
import { useCursor, useCursorPlace } from './cursor';
import { readout, type PlotSeries } from './plot';
import type { Scale } from './scale';

interface PlotCursorProps {
  readonly title: string;
  readonly series: readonly PlotSeries[];
  readonly x: Scale;
  readonly y: Scale;
  readonly end: number;
  readonly width: number;
  readonly height: number;
  readonly formatPlace: (x: number) => string;
  readonly formatY: (y: number) => string;
}

/** How far a key moves the cursor, in shares of the axis. */
const KEYS: Readonly<Record<string, number>> = { ArrowLeft: -0.01, ArrowRight: 0.01, PageDown: -0.1, PageUp: 0.1 };

/**
 * The cursor over a plot: follows the pointer, and the arrow keys. All charts of a group show it at the same place, each with
 * its own values there.
 */
export function PlotCursor(props: PlotCursorProps) {
  const { title, series, x, y, end, width, height, formatPlace, formatY } = props;
  const cursor = useCursor();
  const at = useCursorPlace();
  const values = useMemo(() => (at === null ? [] : readout(series, Math.min(at, end))), [series, at, end]);
  const clamped = (value: number) => Math.min(end, Math.max(0, value));
  const follow = (event: PointerEvent) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    cursor.set(clamped(x.invert(event.clientX - left)));
  };
  const press = (event: KeyboardEvent) => {
    const { key } = event;
    const share = KEYS[key];
    if (key === 'Escape') return cursor.set(null);
    const to = key === 'Home' ? 0 : key === 'End' ? end : share === undefined ? null : (at ?? 0) + share * end;
    if (to === null) return;
    event.preventDefault();
    cursor.set(clamped(to));
  };
  const text = values.map(({ series: { title: name }, point }) => `${name} ${formatY(point.y)}`).join(', ');
  const px = at === null ? null : x(Math.min(at, end));
  return (
    <div
      className={styles.cursor}
      role="slider"
      tabIndex={0}
      aria-label={`Cursor over ${title}`}
      aria-valuemin={0}
      aria-valuemax={end}
      aria-valuenow={at ?? 0}
      aria-valuetext={at === null ? 'nowhere' : `${formatPlace(at)}: ${text}`}
      onPointerMove={follow}
      onPointerDown={follow}
      onPointerLeave={() => cursor.set(null)}
      onKeyDown={press}
    >
      {px === null || at === null ? null : (
        <>
          <svg width={width} height={height} aria-hidden>
            <line x1={px} x2={px} y1={8} y2={height - 22} className={styles.needle} />
            {values.map(({ series: { id, colour }, point }) =>
              Number.isFinite(y(point.y)) ? (
                <circle
                  key={id}
                  cx={x(point.x)}
                  cy={y(point.y)}
                  r={4}
                  style={{ color: colour }}
                  className={styles.hit}
                />
              ) : null,
            )}
          </svg>
          <div
            className={styles.readout}
            data-side={px > width / 2 ? 'left' : 'right'}
            style={{ insetInlineStart: px }}
            aria-hidden
          >
            <p className={styles.where}>{formatPlace(at)}</p>
            {values.map(({ series: { id, title: name, colour }, point }) => (
              <p key={id}>
                <span className={styles.swatch} style={{ color: colour }} /> <bdi>{name}</bdi>{' '}
                <strong>{formatY(point.y)}</strong>
              </p>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
