import { describe, expect, it } from 'vitest';
import { historyOf } from '../../tests/numeric/runRecords';
import { layerCount, layerCurve, layerHeat, rowTitle } from './layerHeat';

describe('layerHeat', () => {
  const steps = historyOf(10, 2);
  it('has a row a layer and one for the head, a column a step', () => {
    const heat = layerHeat(steps, 'gradient', 'step', 100);
    expect([heat.rows, heat.columns, heat.end]).toEqual([3, 10, 10]);
    expect([...heat.values.subarray(0, 3)]).toEqual([1, 1 / 2, 1 / 3]);
    expect(heat.values[2 * 10]).toBe(0.5);
    expect(heat.range).toEqual([0.1, 2]);
  });
  it('keeps the largest of the steps that share a column', () => {
    const heat = layerHeat(steps, 'gradient', 'step', 2);
    expect([...heat.values]).toEqual([1, 1 / 6, 2, 1 / 3, 0.5, 0.5]);
  });
  it('leaves no hole where time passed without a step', () => {
    const slow = steps.map((point, i) => ({ ...point, seconds: i < 9 ? i : 100 }));
    const heat = layerHeat(slow, 'update', 'seconds', 10);
    expect([...heat.values].some(Number.isNaN)).toBe(false);
  });
  it('is empty of a run without norms, or without a step', () => {
    for (const none of [historyOf(5), []]) {
      expect(layerHeat(none, 'gradient', 'epoch', 10)).toMatchObject({ rows: 0, range: [1, 1] });
      expect(layerCount(none)).toBe(0);
    }
  });
});

describe('a layer', () => {
  it('is a curve of its own, by its number from 1', () => {
    const steps = [...historyOf(2, 2), ...historyOf(1)];
    expect(layerCurve(steps, 'gradient', 1).map(({ value }) => value)).toEqual([2, 1]);
    expect(layerCurve(steps, 'update', 2).map(({ value }) => value)).toEqual([0.25, 0.25]);
    expect([rowTitle(0, 2), rowTitle(2, 2)]).toEqual(['Layer 1', 'Head']);
  });
});
