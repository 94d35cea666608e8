import { describe, expect, it } from 'vitest';
import { curvePoints, lanesOf, lowerBound } from './curve';

const track = (scores: readonly number[]) => ({
  times: scores.map((_, k) => k),
  rows: scores.map((score) => Float32Array.of(score)),
});

describe('curvePoints', () => {
  it('gives the windows in view and one beyond either edge', () => {
    const points = curvePoints(track([0, 0.25, 0.5, 0.75, 1, 0]), 0, { from: 1.5, to: 3.5 }, 100);
    expect(points).toEqual([
      [-0.25, 0.75],
      [0.25, 0.5],
      [0.75, 0.25],
      [1.25, 0],
    ]);
  });

  it('keeps the highest score of a column', () => {
    const scores = Array.from({ length: 1000 }, (_, k) => (k === 537 ? 1 : 0));
    const points = curvePoints(track(scores), 0, { from: 0, to: 1000 }, 50);
    expect(points.length).toBeLessThanOrEqual(51);
    expect(points.filter(([, y]) => y === 0)).toEqual([[0.537, 0]]);
  });

  it('is empty without windows or width', () => {
    expect(curvePoints(track([]), 0, { from: 0, to: 1 }, 10)).toEqual([]);
    expect(curvePoints(track([1]), 0, { from: 1, to: 1 }, 10)).toEqual([]);
  });
});

it('lowerBound finds the first at or after', () => {
  expect([-1, 0, 0.5, 2, 9].map((time) => lowerBound([0, 1, 2], time))).toEqual([0, 0, 1, 2, 3]);
});

it('lanes are ordered by time heard, then by peak', () => {
  const rows = [Float32Array.of(0.2, 0.9, 0.4, 0.1), Float32Array.of(0.3, 0.1, 0.4, 0.1)];
  const detections = [{ classIndex: 2, start: 0, end: 2 }];
  expect(lanesOf({ labels: ['a', 'b', 'c', 'd'], rows }, detections, 3)).toEqual([2, 1, 0]);
});
