import { significant } from '../format';
import { nearestRow, type Axis, type ChartRow } from './chartData';
import styles from './Charts.module.css';

interface ChartTooltipProps {
  /** Where the pointer is on the axis. */
  readonly x: number;
  readonly rows: readonly ChartRow[];
  readonly points: readonly ChartRow[];
  readonly axis: Axis;
  readonly format: (value: number) => string;
}

/** The values nearest to the pointer, each with its own place: training has one a step, validation one an epoch. */
export function ChartTooltip({ x, rows, points, axis, format }: ChartTooltipProps) {
  const train = nearestRow(rows, x);
  const measured = nearestRow(points, x);
  const place = (row: ChartRow) => `${axis} ${significant(row.x, 4)}`;
  return (
    <div className={styles.tooltip}>
      {train?.smoothed !== undefined && train.raw !== undefined ? (
        <p>
          Training at {place(train)}: <strong>{format(train.smoothed)}</strong>, this step {format(train.raw)}
        </p>
      ) : null}
      {measured?.validation !== undefined ? (
        <p>
          Validation at {place(measured)}: <strong>{format(measured.validation)}</strong>
        </p>
      ) : null}
    </div>
  );
}
