import { describe, expect, it } from 'vitest';
import { bandPath, lastX, linePath, nearestPoint, readout, valueDomain, type PlotSeries } from './plot';
import { createScale } from './scale';

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

const x = createScale('linear', [0, 10], [0, 100], 5);
const y = createScale('linear', [0, 1], [100, 0], 5);

describe('paths', () => {
  it('lift the pen where a value cannot be drawn', () => {
    const { points } = series([0, 0.5, Number.NaN, 1, Number.POSITIVE_INFINITY, 0.25]);
    expect(linePath(points, x, y)).toBe('M0 100L10 50M30 0M50 75');
  });
  it('go around a band', () => {
    const band = [
      { x: 0, low: 0, high: 0.5 },
      { x: 1, low: 0.25, high: 1 },
    ];
    expect(bandPath(band, x, y)).toBe('M0 50L10 0L10 75L0 100Z');
    expect(bandPath(band.slice(1), x, y)).toBe('');
  });
});

describe('valueDomain', () => {
  const levels = [{ y: 9, title: 'paper', colour: 'red' }];
  it.each([
    ['shares', [series([0.2, 0.4])], 'linear', true, [0, 1]],
    ['values from 0 up, with room', [series([1, 4])], 'linear', false, [0, 4 * 1.05]],
    ['values below 0', [series([-1, 4])], 'linear', false, [-1, 4 * 1.05]],
    ['nothing', [], 'linear', false, [0, 1]],
    ['a logarithm, without 0', [series([0, 0.01, Number.NaN, 10])], 'log', false, [0.01, 10]],
    ['one value on a logarithm', [series([4])], 'log', false, [2, 8]],
    ['nothing on a logarithm', [series([0])], 'log', false, [0.1, 1]],
    ['bands', [series([1], { band: [{ x: 0, low: 0, high: 5 }] })], 'linear', false, [0, 5 * 1.05]],
  ] as const)('of %s', (_, all, kind, isShare, expected) => {
    expect(valueDomain(all, [], kind, isShare)).toEqual(expected);
  });
  it('makes room for levels', () => {
    expect(valueDomain([series([1])], levels, 'linear', false)[1]).toBeGreaterThan(9);
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
