import { memo, useState } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
  type LabelProps,
} from 'recharts';
import styles from './Chart.module.css';
import {
  drawable,
  LEVEL_DASH,
  lastX,
  logDomain,
  logTicks,
  type BandPoint,
  type PlotPoint,
  type PlotLevel,
  type PlotMark,
  type PlotSeries,
} from './plot';
import { PlotCursor } from './PlotCursor';

export type ScaleKind = 'linear' | 'log';

/** `zero`: from 0, or below, to a round number; `share`: all of [0, 1]; `values`: round numbers around the values alone. */
export type PlotRange = 'zero' | 'share' | 'values';

type LabelPosition = NonNullable<LabelProps['position']>;

export interface PlotProps {
  /** What the values are, for the cursor's name. */
  readonly title: string;
  readonly series: readonly PlotSeries[];
  readonly levels: readonly PlotLevel[];
  readonly marks: readonly PlotMark[];
  readonly kind: ScaleKind;
  /** What a linear vertical axis reaches over. */
  readonly range: PlotRange;
  /** Where the horizontal axis has its numbers; evenly where nothing is said. */
  readonly ticksX?: readonly number[];
  readonly formatX: (x: number) => string;
  /** A place on the axis in words: `epoch 3.5`. */
  readonly formatPlace: (x: number) => string;
  readonly formatY: (y: number) => string;
  readonly formatTick: (y: number) => string;
}

/** Made once: new objects would make the chart draw everything anew. */
const MARGIN = { top: 10, right: 12, bottom: 0, left: 0 };
const TICK = { fill: 'var(--ink-soft)', fontSize: 11 } as const;
const STILL = { isAnimationActive: false, activeDot: false, type: 'linear' } as const;
const DOT = { r: 2.5, strokeWidth: 0 } as const;
const RANGES = {
  zero: { domain: [(least: number) => Math.min(0, least), 'auto'], niceTicks: 'snap125' },
  share: { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1] },
  values: { domain: ['auto', 'auto'], niceTicks: 'snap125' },
} as const;
const MOST_DOTS = 60;
/** How the chart reads a point of a line, and of a band. */
const HEIGHT = {
  linear: ({ y }: PlotPoint) => drawable(y, 'linear'),
  log: ({ y }: PlotPoint) => drawable(y, 'log'),
};
const ENDS = { linear: (point: BandPoint) => endsOf(point, 'linear'), log: (point: BandPoint) => endsOf(point, 'log') };

function endsOf({ low, high }: BandPoint, kind: ScaleKind): [number, number] | null {
  const [from, to] = [drawable(low, kind), drawable(high, kind)];
  return from === null || to === null ? null : [from, to];
}

/** Lines over one axis. Drawn anew only where its data change; the cursor has a layer of its own. */
export const Plot = memo(function Plot(props: PlotProps) {
  const { series, levels, marks, ticksX, formatX, formatPlace, formatY, formatTick, title } = props;
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const end = lastX(series, 1);
  return (
    <div ref={setBox} className={styles.plot}>
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart margin={MARGIN} accessibilityLayer={false} aria-hidden>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis
            dataKey="x"
            type="number"
            domain={[0, end]}
            height={24}
            tick={TICK}
            tickCount={6}
            {...(ticksX && { ticks: ticksX })}
            interval="preserveStart"
            stroke="var(--line-strong)"
            tickFormatter={formatX}
          />
          <YAxis
            type="number"
            width={48}
            tick={TICK}
            stroke="var(--line-strong)"
            tickFormatter={formatTick}
            {...vertical(props)}
          />
          {levels.map(({ y, title: name, colour }) => (
            <ReferenceLine key={name} y={y} stroke={colour} strokeDasharray={LEVEL_DASH} ifOverflow="extendDomain" />
          ))}
          {marks.map(({ x, title: name, colour }) => (
            <ReferenceLine
              key={name}
              x={x}
              stroke={colour}
              strokeDasharray="4 3"
              label={label(name, colour, x > 0.7 * end ? 'insideTopRight' : 'insideTopLeft')}
            />
          ))}
          {series.map((one) => (one.band ? <Band key={one.id} series={one} kind={props.kind} /> : null))}
          {series.map((one) => (
            <Curve key={one.id} series={one} kind={props.kind} />
          ))}
          {box ? (
            <PlotCursor box={box} title={title} series={series} end={end} formatPlace={formatPlace} formatY={formatY} />
          ) : null}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
});

/** The vertical axis: its `range`, or the values' own of a logarithm. */
function vertical({ kind, range, series, levels }: PlotProps) {
  if (kind === 'log') {
    const domain = logDomain(series, levels);
    return { scale: 'log', domain: [...domain], ticks: logTicks(...domain), allowDataOverflow: true } as const;
  }
  return RANGES[range];
}

function label(value: string, fill: string, position: LabelPosition) {
  return { value, fill, fontSize: 11, position };
}

interface SeriesProps {
  readonly series: PlotSeries;
  readonly kind: ScaleKind;
}

function Curve({ series: { id, title, colour, dash, look, points }, kind }: SeriesProps) {
  const isFaint = look === 'faint';
  return (
    <Line
      {...STILL}
      data={points}
      dataKey={HEIGHT[kind]}
      name={title}
      stroke={colour}
      strokeWidth={isFaint ? 1 : 2}
      strokeOpacity={isFaint ? 0.28 : 1}
      strokeDasharray={dash ?? 'none'}
      dot={look === 'dotted-points' && points.length <= MOST_DOTS ? { ...DOT, fill: colour } : false}
      data-series-id={id}
    />
  );
}

function Band({ series: { title, colour, band }, kind }: SeriesProps) {
  return (
    <Area
      {...STILL}
      data={band ?? []}
      dataKey={ENDS[kind]}
      name={title}
      stroke="none"
      fill={colour}
      fillOpacity={0.16}
    />
  );
}
