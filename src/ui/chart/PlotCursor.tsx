import { useMemo, type KeyboardEvent, type PointerEvent } from 'react';
import { createPortal } from 'react-dom';
import {
  useChartHeight,
  useChartWidth,
  usePlotArea,
  useXAxisInverseScale,
  useXAxisScale,
  useYAxisScale,
} from 'recharts';
import styles from './Chart.module.css';
import { useCursor, useCursorPlace } from './cursor';
import { readout, type PlotSeries } from './plot';

interface PlotCursorProps {
  /** What holds the chart: the cursor lies over it, as HTML that can have the focus. */
  readonly box: HTMLElement;
  readonly title: string;
  readonly series: readonly PlotSeries[];
  readonly end: number;
  readonly formatPlace: (x: number) => string;
  readonly formatY: (y: number) => string;
}

/** How far a key moves the cursor, in shares of the axis. */
const KEYS: Readonly<Record<string, number>> = { ArrowLeft: -0.01, ArrowRight: 0.01, PageDown: -0.1, PageUp: 0.1 };

/**
 * The cursor over the chart that it stands in: follows the pointer, and the arrow keys. All charts of a group show it at the same place, each with
 * its own values there.
 */
export function PlotCursor(props: PlotCursorProps) {
  const { box, title, series, end, formatPlace, formatY } = props;
  const [x, y, place] = [useXAxisScale(), useYAxisScale(), useXAxisInverseScale()];
  const [width = 0, height = 0, area] = [useChartWidth(), useChartHeight(), usePlotArea()];
  const cursor = useCursor();
  const at = useCursorPlace();
  const values = useMemo(() => (at === null ? [] : readout(series, Math.min(at, end))), [series, at, end]);
  const clamped = (value: number) => Math.min(end, Math.max(0, value));
  const follow = (event: PointerEvent) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    cursor.set(clamped(Number(place?.(event.clientX - left) ?? 0)));
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
  const px = at === null ? undefined : x?.(Math.min(at, end));
  return createPortal(
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
      {px === undefined || at === null || !area ? null : (
        <>
          <svg width={width} height={height} aria-hidden>
            <line x1={px} x2={px} y1={area.y} y2={area.y + area.height} className={styles.needle} />
            {values.map(({ series: { id, colour }, point }) => {
              const [cx, cy] = [x?.(point.x), y?.(point.y)];
              return Number.isFinite(cy) ? (
                <circle key={id} cx={cx} cy={cy} r={4} style={{ color: colour }} className={styles.hit} />
              ) : null;
            })}
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
    </div>,
    box,
  );
}
