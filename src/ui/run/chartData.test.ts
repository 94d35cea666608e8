import { describe, expect, it } from 'vitest';
import type { EpochPoint, StepPoint } from '../../training/train';
import { MOST_POINTS, epochRows, nearestRow, trainRows } from './chartData';

const step = (i: number, loss = 2 / (i + 1)): StepPoint => ({
  layers: null,
  step: i + 1,
  epoch: (i + 1) / 10,
  loss,
  accuracy: 0.5,
  learningRate: 1e-3,
  seconds: 0.1,
});

const EPOCH: EpochPoint = { epoch: 1, step: 10, trainLoss: 1, trainTop1: 0.5, loss: 0.9, top1: 0.6, mAP: 0.7 };

describe('chart rows', () => {
  it('leaves a gap where a value is not finite', () => {
    const rows = trainRows([step(0, 4), step(1, Number.NaN), step(2, 2)], 'loss', 'step');
    expect(rows).toEqual([
      { x: 1, raw: 4, smoothed: 4 },
      { x: 3, raw: 2, smoothed: 2 },
    ]);
  });

  it('places epochs on either axis', () => {
    expect(epochRows([EPOCH], 'step', 'mAP')).toEqual([{ x: 10, validation: 0.7 }]);
    expect(epochRows([EPOCH], 'epoch', 'loss')).toEqual([{ x: 1, validation: 0.9 }]);
  });

  it('finds the nearest row', () => {
    const rows = [1, 2, 4].map((x) => ({ x }));
    expect([0, 1.4, 1.6, 2.9, 3.1, 9].map((x) => nearestRow(rows, x)?.x)).toEqual([1, 1, 2, 2, 4, 4]);
    expect(nearestRow([], 1)).toBeUndefined();
  });

  it('draws tens of thousands of steps with at most six hundred points, quickly', () => {
    const steps = Array.from({ length: 50_000 }, (_, i) => step(i));
    const started = performance.now();
    expect(trainRows(steps, 'loss', 'step').length).toBeLessThanOrEqual(MOST_POINTS);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
