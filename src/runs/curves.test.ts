import { describe, expect, it } from 'vitest';
import { historyOf } from '../../tests/numeric/runRecords';
import { epochsOf } from '../../tests/numeric/sweepRuns';
import {
  byEpoch,
  curvesCsv,
  meanCurve,
  plotPoints,
  secondsAt,
  smoothed,
  trainCurve,
  usualWeight,
  validationCurve,
  type CurvePoint,
} from './curves';

const curve = (values: readonly number[]): CurvePoint[] =>
  values.map((value, i) => ({ step: i + 1, epoch: (i + 1) / 2, seconds: 10 * i, value }));

describe('byEpoch', () => {
  it('takes the last point of each epoch', () => {
    expect([...byEpoch(curve([5, 4, 3, 2, 1]))]).toEqual([
      [1, 4],
      [2, 2],
      [3, 1],
    ]);
  });
});

describe('the curves of a run', () => {
  it('have a point a step on training, and one an epoch on validation at the time of its last step', () => {
    const steps = historyOf(20);
    expect(trainCurve(steps, 'loss').at(-1)).toEqual({
      step: 20,
      epoch: 2,
      seconds: expect.closeTo(1.9, 9) as number,
      value: 2 / 22,
    });
    expect(trainCurve(steps, 'top1').map(({ value }) => value)).toEqual(steps.map(({ accuracy }) => accuracy));
    expect(trainCurve(steps, 'mAP')).toEqual([]);
    const points = validationCurve(epochsOf([0.5, 0.75]), steps, 'top1');
    expect(points.map(({ step, value }) => [step, value])).toEqual([
      [10, 0.5],
      [20, 0.75],
    ]);
    expect(points[0]?.seconds).toBeCloseTo(0.9, 9);
    expect(validationCurve(epochsOf([1]), steps, 'learningRate')).toEqual([]);
  });

  it('know when a step was made that was thinned away', () => {
    const steps = historyOf(10).filter(({ step }) => step !== 5);
    expect(secondsAt(steps, 5)).toBeCloseTo(0.4, 9);
    expect(secondsAt(steps, 99)).toBeCloseTo(0.9, 9);
    expect(secondsAt([], 1)).toBeNaN();
  });
});

describe('smoothing', () => {
  it('averages a tenth of the series, and never more than fifty values', () => {
    expect([usualWeight(5), usualWeight(100), usualWeight(10_000)]).toEqual([0, 0.9, 0.98]);
  });
  it('leaves a constant and, with weight 0, anything as it is', () => {
    expect(smoothed(curve([3, 3, 3]), 0.9).map(({ value }) => value)).toEqual(
      [3, 3, 3].map((x) => expect.closeTo(x, 9)),
    );
    const any = curve([1, 5]);
    expect(smoothed(any, 0)).toBe(any);
  });
});

describe('plotPoints', () => {
  it('keeps ends and spikes of ten thousand points', () => {
    const values = Array.from({ length: 10_000 }, (_, i) => (i === 4321 ? 99 : Math.sin(i)));
    const points = plotPoints(curve(values), 'step');
    expect(points.length).toBeLessThanOrEqual(600);
    expect([points[0]?.x, points.at(-1)?.x]).toEqual([1, 10_000]);
    expect(points).toContainEqual({ x: 4322, y: 99 });
  });
  it('leaves out what has no place on the axis', () => {
    const points = curve([1, 2]).map((point) => ({ ...point, seconds: Number.NaN }));
    expect(plotPoints(points, 'seconds')).toEqual([]);
    expect(plotPoints(points, 'epoch').map(({ x }) => x)).toEqual([0.5, 1]);
  });
});

describe('meanCurve', () => {
  it('is mean and sample deviation where all curves are', () => {
    const { mean, deviation } = meanCurve([curve([1, 2, 3]), curve([3, 4])]);
    expect(mean.map(({ step, value }) => [step, value])).toEqual([
      [1, 2],
      [2, 3],
    ]);
    expect(deviation).toEqual([Math.SQRT2, Math.SQRT2].map((x) => expect.closeTo(x, 12)));
    expect(meanCurve([curve([5])])).toEqual({ mean: curve([5]), deviation: [0] });
    expect(meanCurve([])).toEqual({ mean: [], deviation: [] });
  });
});

describe('curvesCsv', () => {
  it('is a line a point, safe to open in a spreadsheet', () => {
    expect(curvesCsv([{ title: '=a,b', points: curve([0.5]) }])).toBe(
      'series,step,epoch,seconds,value\r\n"\'=a,b",1,0.5,0,0.5\r\n',
    );
  });
});
