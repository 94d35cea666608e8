import { seedGroups } from '../../runs/compare';
import {
  byEpoch,
  meanCurve,
  METRICS,
  plotPoints,
  smoothed,
  trainCurve,
  usualWeight,
  validationCurve,
  type CurvePoint,
  type MetricName,
} from '../../runs/curves';
import type { RunDetails } from '../../runs/record';
import type { KeptRun } from '../../runs/state';
import type { ChartView } from '../chart/chartView';
import type { ChartCurves } from '../chart/MetricChart';
import { runTone } from './runTone';

export type CurvePart = 'validation' | 'train';

/** The part that a metric is shown on: the wanted one where it is measured there. */
function partOf(name: MetricName, wanted: CurvePart): CurvePart {
  const metric = METRICS[name];
  if (metric.train === null) return 'validation';
  return metric.validation === null ? 'train' : wanted;
}

/** What groups runs that are drawn as one line; every run is its own where seeds are not taken together. */
function groupsOf(runs: readonly KeptRun[], areSeedsTogether: boolean) {
  if (areSeedsTogether) return seedGroups(runs).map((group) => group.runs);
  return runs.map((run) => [run]);
}

/**
 * A metric of several runs, each in its own colour. Seeds together: the mean of each group with a band of one sample
 * deviation around it, in the colour of the group's first run.
 */
export function comparedCurves(
  runs: readonly KeptRun[],
  details: ReadonlyMap<string, RunDetails>,
  name: MetricName,
  { axis, weight }: Pick<ChartView, 'axis' | 'weight'>,
  wanted: CurvePart,
  areSeedsTogether: boolean,
): ChartCurves {
  const part = partOf(name, wanted);
  const isSmoothed = part === 'train' && METRICS[name].validation !== null;
  const curveOf = (run: KeptRun) => {
    const steps = details.get(run.id)?.steps ?? [];
    const raw = part === 'train' ? trainCurve(steps, name) : validationCurve(run.epochs, steps, name);
    return isSmoothed ? smoothed(raw, weight ?? usualWeight(raw.length)) : raw;
  };
  const lines = groupsOf(runs, areSeedsTogether).flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { mean, deviation } = meanCurve(group.map(curveOf));
    const title = group.length > 1 ? `${first.name} (mean of ${group.length} seeds)` : first.name;
    return [{ first, title, mean, deviation, isMean: group.length > 1 }];
  });
  return {
    series: lines.map(({ first, title, mean, deviation, isMean }) => ({
      id: first.id,
      title,
      ...runTone(first.tone),
      look: part === 'validation' ? 'dotted-points' : 'line',
      points: plotPoints(mean, axis),
      band: isMean ? bandOf(mean, deviation, axis) : null,
    })),
    curves: lines.map(({ title, mean }) => ({ title, points: mean })),
    columns: lines.map(({ title, mean }) => ({ title, values: byEpoch(mean) })),
  };
}

function bandOf(mean: readonly CurvePoint[], deviation: readonly number[], axis: ChartView['axis']) {
  const every = Math.max(1, Math.ceil(mean.length / 300));
  return mean.flatMap((point, i) => {
    const d = deviation[i] ?? 0;
    return i % every === 0 ? [{ x: point[axis], low: point.value - d, high: point.value + d }] : [];
  });
}
