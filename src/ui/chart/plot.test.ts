import { describe, expect, it } from 'vitest';
import { drawable, lastX, logDomain, logTicks, nearestPoint, readout, type PlotSeries } from './plot';

const series = (ys: readonly number[], patch: Partial<PlotSeries> = {}): PlotSeries => ({
  id: 'a',
  title: 'A',
  colour: 'red',
  dash: null,
  look: 'line',
  band: null,
  points: ys.map((y, x) => ({ x, y })),
  ...patch,
});

describe('drawable', () => {
  it('leaves a gap where the axis has no place', () => {
    expect([0, -1, 2, Number.NaN, Number.POSITIVE_INFINITY].map((y) => drawable(y, 'linear'))).toEqual([
      0,
      -1,
      2,
      null,
      null,
    ]);
    expect([0, -1, 2, Number.NaN].map((y) => drawable(y, 'log'))).toEqual([null, null, 2, null]);
  });
});

describe('logDomain', () => {
  it.each([
    ['values, without 0', [series([0, 0.01, Number.NaN, 10])], [], [0.01, 10]],
    ['one value', [series([4])], [], [2, 8]],
    ['nothing', [series([0])], [], [0.1, 1]],
    ['bands', [series([1], { band: [{ x: 0, low: 0, high: 5 }] })], [], [1, 5]],
    ['levels', [series([1, 2])], [{ y: 9, title: 'paper', colour: 'red' }], [1, 9]],
  ] as const)('of %s', (_, all, levels, expected) => {
    expect(logDomain(all, levels)).toEqual(expected);
  });
});

describe('logTicks', () => {
  it.each([
    [0.01, 100, [0.01, 0.1, 1, 10, 100]],
    [0.3, 4, [0.5, 1, 2]],
    [1e-12, 1, [1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 0.01, 1]],
  ])('of [%d, %d]', (low, high, expected) => {
    const ticks = logTicks(low, high);
    expect(ticks).toHaveLength(expected.length);
    ticks.forEach((tick, i) => expect(tick / (expected[i] ?? 0)).toBeCloseTo(1, 9));
  });
});

describe('what is under the cursor', () => {
  const points = [0, 1, 4, 9].map((at) => ({ x: at, y: at }));
  it.each([
    [-5, 0],
    [0.4, 0],
    [0.6, 1],
    [2.6, 4],
    [99, 9],
  ])('at %d is the point at %d', (at, expected) => {
    expect(nearestPoint(points, at)?.x).toBe(expected);
  });
  it('is one value of each named series', () => {
    const all = [series([1, 2]), series([3, 4], { look: 'faint' }), series([], { id: 'empty' })];
    expect(readout(all, 0.9).map(({ point }) => point.y)).toEqual([2]);
    expect(nearestPoint([], 1)).toBeUndefined();
  });
  it('ends where the longest series ends', () => {
    expect(lastX([series([1, 2, 3]), series([1])], 1)).toBe(2);
    expect(lastX([], 1)).toBe(1);
  });
});
