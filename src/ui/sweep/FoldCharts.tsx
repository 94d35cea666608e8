import { useMemo, useState } from 'react';
import { byEpoch, curvesCsv, plotPoints, validationCurve } from '../../runs/curves';
import type { DoneRun } from '../../sweep/types';
import { Chart } from '../chart/Chart';
import styles from '../chart/Chart.module.css';
import { ChartTable } from '../chart/ChartTable';
import { AXES, valueFormats } from '../chart/chartView';
import { createCursor, CursorProvider } from '../chart/cursor';
import { SERIES } from '../run/series';

const FORMAT = valueFormats(true);
const NONE: readonly never[] = [];

/** A chart for each fold, all under one cursor: top-1 and mAP on the held-out part by epoch. */
export function FoldCharts({
  runs,
  bestEpoch,
}: {
  readonly runs: readonly DoneRun[];
  readonly bestEpoch: number | null;
}) {
  const [cursor] = useState(createCursor);
  return (
    <CursorProvider value={cursor}>
      <div className={styles.grid}>
        {runs.map((run) => (
          <FoldChart key={run.id} run={run} bestEpoch={bestEpoch} />
        ))}
      </div>
    </CursorProvider>
  );
}

function FoldChart({ run, bestEpoch }: { readonly run: DoneRun; readonly bestEpoch: number | null }) {
  const { split, result } = run;
  const title = `Fold ${split.fold}`;
  const curves = useMemo(
    () => [
      { title: 'Top-1', points: validationCurve(result.epochs, [], 'top1') },
      { title: 'mAP', points: validationCurve(result.epochs, [], 'mAP') },
    ],
    [result],
  );
  const series = useMemo(
    () =>
      curves.map(({ title, points }, i) => ({
        id: title,
        title,
        colour: [SERIES.validation, SERIES.mAP][i]?.colour ?? '',
        dash: i === 0 ? null : '4 3',
        look: 'dotted-points' as const,
        band: null,
        points: plotPoints(points, 'epoch'),
      })),
    [curves],
  );
  const marks = useMemo(
    () =>
      bestEpoch === null ? NONE : [{ x: bestEpoch, title: 'best over all folds', colour: 'var(--ink-soft)' } as const],
    [bestEpoch],
  );
  return (
    <Chart
      title={title}
      series={series}
      levels={NONE}
      marks={marks}
      kind="linear"
      range="share"
      formatX={AXES.epoch.tick}
      formatPlace={AXES.epoch.place}
      formatY={FORMAT.value}
      formatTick={FORMAT.tick}
      csv={() => curvesCsv(curves)}
      table={
        <ChartTable
          title={title}
          columns={() => curves.map((curve) => ({ title: curve.title, values: byEpoch(curve.points) }))}
          format={FORMAT.value}
        />
      }
    />
  );
}
