import type { EpochPoint, StepPoint } from '../../training/train';
import { smooth } from '../../runs/smooth';
import { thinIndices } from '../../runs/thin';

/** What the horizontal axis counts. */
export type Axis = 'step' | 'epoch';

/** The most training points that a chart draws. */
export const MOST_POINTS = 600;

/** One place on the horizontal axis with the values that are known there. */
export interface ChartRow {
  readonly x: number;
  readonly raw?: number;
  readonly smoothed?: number;
  readonly validation?: number;
}

/**
 * The training series thinned to what a chart can show: raw values, and their moving average taken over all of them.
 * The weight follows the length, so that a short run is not smoothed flat: about a tenth of the run is averaged, and
 * never more than some fifty steps. A value that is not finite leaves a gap.
 */
export function trainRows(steps: readonly StepPoint[], value: 'loss' | 'accuracy', axis: Axis): ChartRow[] {
  const raw = steps.map((point) => point[value]);
  const smoothed = smooth(raw, 1 - 1 / Math.max(1, Math.min(50, raw.length / 10)));
  return thinIndices(raw, MOST_POINTS).flatMap((i) => {
    const point = steps[i];
    const mean = smoothed[i] ?? Number.NaN;
    return point && Number.isFinite(mean) && Number.isFinite(point[value])
      ? [{ x: point[axis], raw: point[value], smoothed: mean }]
      : [];
  });
}

/** What was measured on the validation part after each epoch, one value of it. */
export function epochRows(epochs: readonly EpochPoint[], axis: Axis, value: 'loss' | 'top1' | 'mAP'): ChartRow[] {
  return epochs.map((point) => ({ x: point[axis], validation: point[value] }));
}

/** The row whose place is nearest to `x`, of rows in the order of the axis; undefined of none. */
export function nearestRow(rows: readonly ChartRow[], x: number): ChartRow | undefined {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.x ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [rows[low - 1], rows[low]];
  return before && after && x - before.x < after.x - x ? before : after;
}
