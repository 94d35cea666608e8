import {
  byEpoch,
  METRICS,
  plotPoints,
  smoothed,
  trainCurve,
  usualWeight,
  validationCurve,
  type MetricName,
} from '../../runs/curves';
import type { EpochPoint, StepPoint } from '../../training/train';
import type { ChartView } from '../chart/chartView';
import type { ChartColumn } from '../chart/ChartTable';
import type { ChartCurves } from '../chart/MetricChart';
import { SERIES } from './series';

/** A metric of a run: training faint under its moving average, validation with a point an epoch. */
export function runCurves(
  steps: readonly StepPoint[],
  epochs: readonly EpochPoint[],
  name: MetricName,
  { axis, weight }: Pick<ChartView, 'axis' | 'weight'>,
): ChartCurves {
  const { trainEpoch, validation } = METRICS[name];
  const train = trainCurve(steps, name);
  const isSmoothed = trainEpoch !== null;
  const mean = isSmoothed ? smoothed(train, weight ?? usualWeight(train.length)) : train;
  const measured = validationCurve(epochs, steps, name);
  const look = name === 'mAP' ? SERIES.mAP : SERIES.validation;
  const base = { dash: null, band: null };
  const { colour, title } = SERIES.train;
  return {
    series: [
      ...(isSmoothed
        ? [{ ...base, id: 'raw', title: 'each step', colour, look: 'faint', points: plotPoints(train, axis) } as const]
        : []),
      ...(train.length > 0
        ? [{ ...base, id: 'train', title, colour, look: 'line', points: plotPoints(mean, axis) } as const]
        : []),
      ...(validation
        ? [{ ...base, ...look, id: 'validation', look: 'dotted-points', points: plotPoints(measured, axis) } as const]
        : []),
    ],
    curves: [
      { title: SERIES.train.title, points: train },
      ...(isSmoothed ? [{ title: `${SERIES.train.title}, smoothed`, points: mean }] : []),
      { title: look.title, points: measured },
    ].filter(({ points }) => points.length > 0),
    columns: [
      ...(trainEpoch ? [column(SERIES.train.title, epochs, trainEpoch)] : []),
      ...(validation
        ? [column('Validation', epochs, validation)]
        : [{ title: 'At its last step', values: byEpoch(train) }]),
    ],
  };
}

function column(title: string, epochs: readonly EpochPoint[], of: (point: EpochPoint) => number): ChartColumn {
  return { title, values: new Map(epochs.map((point) => [point.epoch, of(point)])) };
}
