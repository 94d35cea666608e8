import { Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { DoneRun } from '../../sweep/types';
import { SERIES } from '../run/series';
import styles from './Sweep.module.css';

const TICK = { fill: 'var(--ink-soft)', fontSize: 10 } as const;
const STILL = { isAnimationActive: false, activeDot: false, type: 'linear', strokeWidth: 2 } as const;
const MARGIN = { top: 4, right: 6, bottom: 0, left: 0 };

/** A small chart for each fold, all on the same axes: top-1 and mAP on the held-out part by epoch. */
export function FoldCharts({
  runs,
  bestEpoch,
}: {
  readonly runs: readonly DoneRun[];
  readonly bestEpoch: number | null;
}) {
  const longest = Math.max(2, ...runs.map(({ result }) => result.epochs.length));
  return (
    <figure>
      <figcaption className={styles.keys}>
        <span data-series="validation">Top-1</span> <span data-series="map">mAP, dashed</span>
        {bestEpoch === null ? null : <>, vertical line: epoch {bestEpoch}, best over all folds</>}
      </figcaption>
      <div className={styles.charts} aria-hidden>
        {runs.map(({ id, split, result }) => (
          <div key={id} className={styles.chart}>
            <span>Fold {split.fold}</span>
            <div className={styles.plot}>
              <ResponsiveContainer width="100%" height="100%">
                <LineChart data={[...result.epochs]} margin={MARGIN} accessibilityLayer={false}>
                  <XAxis
                    dataKey="epoch"
                    type="number"
                    domain={[1, longest]}
                    tick={TICK}
                    stroke="var(--line-strong)"
                    allowDecimals={false}
                  />
                  <YAxis
                    domain={[0, 1]}
                    ticks={[0, 0.5, 1]}
                    tick={TICK}
                    width={40}
                    stroke="var(--line-strong)"
                    tickFormatter={(value: number) => `${Math.round(100 * value)}%`}
                  />
                  {bestEpoch === null ? null : <ReferenceLine x={bestEpoch} stroke="var(--line-strong)" />}
                  <Line
                    {...STILL}
                    dataKey="top1"
                    stroke={SERIES.validation.colour}
                    dot={{ r: 2, strokeWidth: 0, fill: SERIES.validation.colour }}
                  />
                  <Line {...STILL} dataKey="mAP" stroke={SERIES.mAP.colour} strokeDasharray="4 3" dot={false} />
                </LineChart>
              </ResponsiveContainer>
            </div>
          </div>
        ))}
      </div>
    </figure>
  );
}
