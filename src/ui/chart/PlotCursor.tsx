import { useMemo, type PointerEvent } from 'react';
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
import { useCursor, useCursorPlace, useCursorSlider } from './cursor';
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
  const text = values.map(({ series: { title: name }, point }) => `${name} ${formatY(point.y)}`).join(', ');
  const slider = useCursorSlider({
    title,
    end,
    points: Math.max(0, ...series.map(({ points }) => points.length)),
    read: (x0) => `${formatPlace(x0)}: ${text}`,
  });
  const px = at === null ? undefined : x?.(Math.min(at, end));
  return createPortal(
    <div {...slider} className={styles.cursor} onPointerMove={follow} onPointerDown={follow}>
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
