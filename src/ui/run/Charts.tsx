import { useMemo, useState } from 'react';
import { RadioRow } from '../common/RadioRow';
import { useThrottled } from '../common/useThrottled';
import { percent, significant } from '../format';
import { useApp } from '../sessionContext';
import { epochRows, trainRows, type Axis, type ChartRow } from './chartData';
import styles from './Charts.module.css';
import { RunChart } from './RunChart';
import { useBaseline } from './useBaseline';

const AXES = [
  { value: 'epoch', label: 'By epoch' },
  { value: 'step', label: 'By step' },
] as const;

const NO_ROWS: readonly ChartRow[] = [];

/** The least time between two drawings: steps come faster than anybody can read. */
const REDRAW_MS = 400;

const loss = (value: number) => significant(value, 4);

/** Loss, accuracy and mAP of the run so far. */
export function Charts() {
  const [axis, setAxis] = useState<Axis>('epoch');
  const run = useThrottled(
    useApp((state) => state.run),
    REDRAW_MS,
  );
  const { steps, epochs, bestEpoch } = run;
  const baseline = useBaseline();
  const best = epochs.find((point) => point.epoch === bestEpoch)?.[axis] ?? null;
  const end = axis === 'step' ? steps.at(-1)?.step : steps.at(-1)?.epoch;

  const rows = useMemo(
    () => ({ loss: trainRows(steps, 'loss', axis), accuracy: trainRows(steps, 'accuracy', axis) }),
    [steps, axis],
  );
  const points = useMemo(
    () => ({
      loss: epochRows(epochs, axis, 'loss'),
      top1: epochRows(epochs, axis, 'top1'),
      mAP: epochRows(epochs, axis, 'mAP'),
    }),
    [epochs, axis],
  );

  const shared = { axis, best, end: end ?? 1, epochs };
  return (
    <div className={styles.charts}>
      <RadioRow legend="Horizontal axis" value={axis} options={AXES} onChange={setAxis} />
      <div className={styles.grid}>
        <RunChart
          {...shared}
          title="Loss"
          rows={rows.loss}
          points={points.loss}
          format={loss}
          train={(p) => p.trainLoss}
          value={(p) => p.loss}
        />
        <RunChart
          {...shared}
          title="Top-1 accuracy"
          term="top1"
          rows={rows.accuracy}
          points={points.top1}
          format={percent}
          isShare
          baseline={baseline}
          train={(p) => p.trainTop1}
          value={(p) => p.top1}
        />
        <RunChart
          {...shared}
          title="mAP"
          term="mAP"
          rows={NO_ROWS}
          points={points.mAP}
          format={percent}
          isShare
          value={(p) => p.mAP}
        />
      </div>
    </div>
  );
}
