import type { EpochPoint, StepPoint } from '../training/train';
import { csvRow } from '../core/csv';
import { smooth } from './smooth';
import { mean, sampleDeviation } from '../sweep/statistics';
import { thinIndices } from '../training/thin';

/** What the horizontal axis of curves counts. */
export type XAxis = 'step' | 'epoch' | 'seconds';

/** One value of a curve, with its place on every axis. */
export interface CurvePoint {
  readonly step: number;
  readonly epoch: number;
  readonly seconds: number;
  readonly value: number;
}

/** What is measured in the course of a run. */
interface Metric {
  readonly title: string;
  /** Shares lie in [0, 1]. */
  readonly isShare: boolean;
  /** At each step on the training batch; null where there is no such number. */
  readonly train: ((point: StepPoint) => number) | null;
  /** As the mean of an epoch's training steps. */
  readonly trainEpoch: ((point: EpochPoint) => number) | null;
  /** After each epoch on the validation part. */
  readonly validation: ((point: EpochPoint) => number) | null;
}

export const METRICS = {
  loss: {
    title: 'Loss',
    isShare: false,
    train: (point) => point.loss,
    trainEpoch: (point) => point.trainLoss,
    validation: (point) => point.loss,
  },
  top1: {
    title: 'Top-1 accuracy',
    isShare: true,
    train: (point) => point.accuracy,
    trainEpoch: (point) => point.trainTop1,
    validation: (point) => point.top1,
  },
  mAP: { title: 'mAP', isShare: true, train: null, trainEpoch: null, validation: (point) => point.mAP },
  learningRate: {
    title: 'Learning rate',
    isShare: false,
    train: (point) => point.learningRate,
    trainEpoch: null,
    validation: null,
  },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;

/** A metric at each step. Empty where it has no such number. */
export function trainCurve(steps: readonly StepPoint[], name: MetricName): readonly CurvePoint[] {
  const { train } = METRICS[name];
  if (!train) return [];
  return steps.map((point) => ({ step: point.step, epoch: point.epoch, seconds: point.seconds, value: train(point) }));
}

/** A metric after each epoch, at the time of the epoch's last step. Empty where it has no such number. */
export function validationCurve(
  epochs: readonly EpochPoint[],
  steps: readonly StepPoint[],
  name: MetricName,
): readonly CurvePoint[] {
  const { validation } = METRICS[name];
  if (!validation) return [];
  return epochs.map((point) => ({
    step: point.step,
    epoch: point.epoch,
    seconds: secondsAt(steps, point.step),
    value: validation(point),
  }));
}

/** When a step was made; between two that are known by proportion, NaN where none is. */
export function secondsAt(steps: readonly StepPoint[], step: number): number {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.step ?? 0) < step) low = middle + 1;
    else high = middle;
  }
  const [before, at] = [steps[low - 1], steps[low]];
  if (!at) return Number.NaN;
  if (at.step <= step || !before) return at.seconds;
  return before.seconds + ((step - before.step) / (at.step - before.step)) * (at.seconds - before.seconds);
}

/**
 * The weight of smoothing for a series of so many values where the person has not chosen one: about a tenth of the series is
 * averaged, and never more than some fifty values, so that a short run is not smoothed flat.
 */
export function usualWeight(count: number): number {
  return 1 - 1 / Math.max(1, Math.min(50, count / 10));
}

/** The curve under its moving average (`smooth`); the same where the weight is 0. */
export function smoothed(curve: readonly CurvePoint[], weight: number): readonly CurvePoint[] {
  if (weight === 0) return curve;
  const values = smooth(
    curve.map(({ value }) => value),
    weight,
  );
  return curve.map((point, i) => ({ ...point, value: values[i] ?? Number.NaN }));
}

/** The most points that a line of a chart has; more are not to be told apart on a screen. */
export const MOST_POINTS = 600;

/** A curve as points over an axis, thinned so that every spike stays. A place that is not known is left out. */
export function plotPoints(
  curve: readonly CurvePoint[],
  axis: XAxis,
  most = MOST_POINTS,
): { readonly x: number; readonly y: number }[] {
  const chosen = thinIndices(
    curve.map(({ value }) => value),
    most,
  );
  return chosen.flatMap((i) => {
    const point = curve[i];
    return point && Number.isFinite(point[axis]) ? [{ x: point[axis], y: point.value }] : [];
  });
}

/** A curve's value at the last point of each epoch, by epochs from 1. */
export function byEpoch(curve: readonly CurvePoint[]): ReadonlyMap<number, number> {
  return new Map(curve.map(({ epoch, value }) => [Math.ceil(epoch - 1e-9), value]));
}

/** The mean of several curves and their spread. */
export interface MeanCurve {
  readonly mean: readonly CurvePoint[];
  /** Sample standard deviation at each point of the mean, 0 where a single curve reaches it. */
  readonly deviation: readonly number[];
}

/** Mean and sample deviation over curves, at the steps that all of them have; what is after the shortest one's end is left out. */
export function meanCurve(curves: readonly (readonly CurvePoint[])[]): MeanCurve {
  const [first = [], ...others] = curves;
  const bySteps = others.map((curve) => new Map(curve.map((point) => [point.step, point])));
  const out: CurvePoint[] = [];
  const deviation: number[] = [];
  for (const point of first) {
    const same = bySteps.flatMap((points) => points.get(point.step) ?? []);
    if (same.length < others.length) continue;
    const all = [point, ...same];
    const values = all.map(({ value }) => value);
    out.push({ ...point, seconds: mean(all.map(({ seconds }) => seconds)), value: mean(values) });
    deviation.push(sampleDeviation(values) ?? 0);
  }
  return { mean: out, deviation };
}

/** Curves as csv, a line a point: `series,step,epoch,seconds,value`. */
export function curvesCsv(
  curves: readonly { readonly title: string; readonly points: readonly CurvePoint[] }[],
): string {
  const lines = curves.flatMap(({ title, points }) =>
    points.map(({ step, epoch, seconds, value }) => csvRow([title, step, epoch, seconds, value])),
  );
  return [csvRow(['series', 'step', 'epoch', 'seconds', 'value']), ...lines, ''].join('\r\n');
}
