import { memo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { Heading } from '../common/Heading';
import type { TermName } from '../glossary';
import type { EpochPoint } from '../../training/train';
import { significant } from '../format';
import type { Axis, ChartRow } from './chartData';
import { ChartTable } from './ChartTable';
import styles from './Charts.module.css';
import { ChartTooltip } from './ChartTooltip';
import { SERIES } from './series';

interface RunChartProps {
  readonly title: string;
  readonly term?: TermName;
  /** The training series, thinned; empty where the chart has none. */
  readonly rows: readonly ChartRow[];
  /** What was measured on validation, a point an epoch. */
  readonly points: readonly ChartRow[];
  readonly axis: Axis;
  /** Where the best epoch lies on the axis. */
  readonly best: number | null;
  /** Where the axis ends. */
  readonly end: number;
  readonly format: (value: number) => string;
  /** A share in [0, 1], drawn on that whole range. */
  readonly isShare?: boolean;
  readonly baseline?: number | null;
  readonly epochs: readonly EpochPoint[];
  /** The training value of an epoch, for the table; absent where there is none. */
  readonly train?: (point: EpochPoint) => number;
  readonly value: (point: EpochPoint) => number;
}

const TICK = { fill: 'var(--ink-soft)', fontSize: 11 } as const;
const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const SHARES = [0, 0.25, 0.5, 0.75, 1];
/** Made once: a new object would make the chart draw everything anew. */
const DOTS = {
  validation: { r: 2.5, strokeWidth: 0, fill: SERIES.validation.colour },
  mAP: { r: 2.5, strokeWidth: 0, fill: SERIES.mAP.colour },
};
const STILL = { isAnimationActive: false, activeDot: false, type: 'linear' } as const;

/** One chart: training faint under its moving average, validation with a point an epoch, the best epoch marked. */
export const RunChart = memo(function RunChart(props: RunChartProps) {
  const { title, term, rows, points, axis, best, end, format, isShare, baseline, epochs, train, value } = props;
  const key = train ? SERIES.validation : SERIES.mAP;
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.caption}>
        <Heading term={term}>{title}</Heading>
        <span className={styles.keys} aria-hidden>
          {train ? <span data-series="train">{SERIES.train.title}</span> : null}
          <span data-series={train ? 'validation' : 'map'}>{key.title}</span>
          {baseline != null ? <span data-series="chance">Guessing</span> : null}
        </span>
      </figcaption>
      <div className={styles.plot} aria-hidden>
        <ResponsiveContainer width="100%" height="100%">
          <LineChart data={rows} margin={MARGIN} accessibilityLayer={false}>
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis
              dataKey="x"
              type="number"
              domain={[0, Math.max(1, end)]}
              tick={TICK}
              stroke="var(--line-strong)"
              tickFormatter={(x: number) => significant(x, 3)}
              allowDecimals={false}
            />
            <YAxis
              width={48}
              tick={TICK}
              stroke="var(--line-strong)"
              domain={isShare ? [0, 1] : [0, 'auto']}
              {...(isShare ? { ticks: SHARES } : {})}
              tickFormatter={(y: number) => (isShare ? `${Math.round(y * 100)}\u00a0%` : significant(y, 3))}
            />
            <Tooltip
              isAnimationActive={false}
              content={({ active, label }) =>
                active ? (
                  <ChartTooltip x={Number(label)} rows={rows} points={points} axis={axis} format={format} />
                ) : null
              }
            />
            {baseline != null ? (
              <ReferenceLine y={baseline} stroke={SERIES.chance.colour} strokeDasharray="2 4" />
            ) : null}
            {best === null ? null : (
              <ReferenceLine
                x={best}
                stroke="var(--line-strong)"
                strokeDasharray="4 3"
                label={{
                  value: 'best',
                  position: best > 0.7 * end ? 'insideTopRight' : 'insideTopLeft',
                  fill: 'var(--ink-soft)',
                  fontSize: 11,
                }}
              />
            )}
            {train ? (
              <>
                <Line
                  {...STILL}
                  dataKey="raw"
                  name="Training"
                  stroke={SERIES.train.colour}
                  opacity={0.28}
                  dot={false}
                />
                <Line
                  {...STILL}
                  dataKey="smoothed"
                  name="Training, smoothed"
                  stroke={SERIES.train.colour}
                  strokeWidth={2}
                  dot={false}
                />
              </>
            ) : null}
            <Line
              {...STILL}
              data={points}
              dataKey="validation"
              name="Validation"
              stroke={key.colour}
              strokeWidth={2}
              dot={train ? DOTS.validation : DOTS.mAP}
            />
          </LineChart>
        </ResponsiveContainer>
      </div>
      <ChartTable title={title} epochs={epochs} train={train} value={value} format={format} />
    </figure>
  );
});
