import { memo, useMemo, useRef, type RefObject } from 'react';
import styles from './Chart.module.css';
import { bandPath, lastX, linePath, valueDomain, type PlotLevel, type PlotMark, type PlotSeries } from './plot';
import { PlotCursor } from './PlotCursor';
import { createScale, type ScaleKind } from './scale';
import { useWidth } from './useWidth';

export interface PlotProps {
  /** What the values are, for the cursor's name. */
  readonly title: string;
  readonly series: readonly PlotSeries[];
  readonly levels: readonly PlotLevel[];
  readonly marks: readonly PlotMark[];
  readonly kind: ScaleKind;
  /** Shares in [0, 1], drawn on that whole range. */
  readonly isShare: boolean;
  readonly formatX: (x: number) => string;
  /** A place on the axis in words: `epoch 3.5`. */
  readonly formatPlace: (x: number) => string;
  readonly formatY: (y: number) => string;
  readonly formatTick: (y: number) => string;
  /** The drawing, to export. */
  readonly svg: RefObject<SVGSVGElement | null>;
}

const HEIGHT = 216;
const LEFT = 48;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 22;
/** Pixels between numbers at an axis. */
const TICK_X = 90;
const TICK_Y = 45;
const MOST_DOTS = 60;

/** Lines over one axis. Drawn anew only where its data change; the cursor has a layer of its own. */
export const Plot = memo(function Plot(props: PlotProps) {
  const { series, levels, marks, kind, isShare, formatX, formatPlace, formatY, formatTick, svg, title } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const end = lastX(series, 1);
  const x = useMemo(
    () => createScale('linear', [0, end], [LEFT, Math.max(LEFT + 1, width - RIGHT)], Math.max(2, width / TICK_X)),
    [end, width],
  );
  const y = useMemo(
    () => createScale(kind, valueDomain(series, levels, kind, isShare), [HEIGHT - BOTTOM, TOP], HEIGHT / TICK_Y),
    [series, levels, kind, isShare],
  );
  const lines = useMemo(
    () => series.map((one) => ({ one, line: linePath(one.points, x, y), band: one.band && bandPath(one.band, x, y) })),
    [series, x, y],
  );
  return (
    <div ref={box} className={styles.plot}>
      {width > 0 ? (
        <>
          <svg ref={svg} width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden>
            <g className={styles.axis}>
              {y.ticks.map((tick) => (
                <g key={tick}>
                  <line x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} className={styles.gridline} />
                  <text x={LEFT - 6} y={y(tick)} dy="0.32em" textAnchor="end">
                    {formatTick(tick)}
                  </text>
                </g>
              ))}
              {x.ticks.map((tick) => (
                <g key={tick}>
                  <line x1={x(tick)} x2={x(tick)} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM + 4} />
                  <text x={x(tick)} y={HEIGHT - 6} textAnchor={tick === 0 ? 'start' : 'middle'}>
                    {formatX(tick)}
                  </text>
                </g>
              ))}
              <line x1={LEFT} x2={width - RIGHT} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} />
            </g>
            {levels.map(({ y: at, title: name, colour }) => (
              <g key={name} className={styles.level} style={{ color: colour }}>
                <line x1={LEFT} x2={width - RIGHT} y1={y(at)} y2={y(at)} />
                <text x={width - RIGHT} y={y(at) - 4} textAnchor="end">
                  {name}
                </text>
              </g>
            ))}
            {marks.map(({ x: at, title: name, colour }) => (
              <g key={name} className={styles.mark} style={{ color: colour }}>
                <line x1={x(at)} x2={x(at)} y1={TOP} y2={HEIGHT - BOTTOM} />
                <text x={x(at) + (at > 0.7 * end ? -4 : 4)} y={TOP + 8} textAnchor={at > 0.7 * end ? 'end' : 'start'}>
                  {name}
                </text>
              </g>
            ))}
            {lines.map(({ one, line, band }) => (
              <g key={one.id} style={{ color: one.colour }} data-series-id={one.id}>
                {band ? <path d={band} className={styles.band} /> : null}
                <path d={line} className={styles.line} data-look={one.look} strokeDasharray={one.dash ?? undefined} />
                {one.look === 'dotted-points' && one.points.length <= MOST_DOTS
                  ? one.points.map((point) => (
                      <circle key={point.x} cx={x(point.x)} cy={y(point.y)} r={2.5} className={styles.dot} />
                    ))
                  : null}
              </g>
            ))}
          </svg>
          <PlotCursor
            title={title}
            series={series}
            x={x}
            y={y}
            end={end}
            width={width}
            height={HEIGHT}
            formatPlace={formatPlace}
            formatY={formatY}
          />
        </>
      ) : null}
    </div>
  );
});
