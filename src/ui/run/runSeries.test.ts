import { describe, expect, it } from 'vitest';
import { historyOf } from '../../../tests/numeric/runRecords';
import { epochsOf } from '../../../tests/numeric/sweepRuns';
import { MOST_POINTS } from '../../runs/curves';
import { layerHeat } from '../../runs/layerHeat';
import { runCurves } from './runSeries';

describe('the curves of a run of 10,000 steps', () => {
  const steps = historyOf(10_000, 12);
  // One spike that a picture of means would lose.
  const spiked = steps.map((point) => (point.step === 7777 ? { ...point, loss: 50 } : point));

  it('have no more points than a screen tells apart, and keep the spike; all steps stay to be saved', () => {
    const { series, curves } = runCurves(spiked, epochsOf([0.5, 0.75]), 'loss', { axis: 'step', weight: null });
    for (const { points } of series) expect(points.length).toBeLessThanOrEqual(MOST_POINTS);
    expect(series[0]?.points).toContainEqual({ x: 7777, y: 50 });
    expect(curves[0]?.points).toHaveLength(10_000);
  });

  it('have norms of as many columns as the picture has', () => {
    const { rows, columns, values } = layerHeat(steps, 'gradient', 'step', 300);
    expect([rows, columns, values.length]).toEqual([13, 300, 13 * 300]);
  });
});
