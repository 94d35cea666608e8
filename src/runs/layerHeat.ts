import type { StepNorms } from '../training/stepNorms';
import type { StepPoint } from '../training/train';
import type { CurvePoint, XAxis } from './curves';

export type NormName = keyof StepNorms['outside'];

/** The norms of every layer in the course of a run, steps drawn together into columns. */
export interface LayerHeat {
  /** Layers, and one row more for what lies in none (the head). */
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns], row-major: the largest norm of the column's steps; NaN where none was measured. */
  readonly values: Float64Array;
  /** Smallest and largest value above 0; both 1 where there is none. */
  readonly range: readonly [number, number];
  /** Where the last column ends on the axis. */
  readonly end: number;
}

/** The norm of a layer at a step, that of the head after the last; nothing where none was measured. */
function normAt({ layers }: StepPoint, name: NormName, row: number): number | undefined {
  if (!layers) return undefined;
  return row === layers[name].length ? layers.outside[name] : layers[name][row];
}

/** How many layers the steps tell of; 0 where they tell of none. */
export function layerCount(steps: readonly StepPoint[]): number {
  return steps.find(({ layers }) => layers)?.layers?.gradient.length ?? 0;
}

/**
 * Norms as a picture of at most `most` columns of equal length on the axis. A column shows the largest norm of its steps, so
 * that a spike is seen however long the run is; a column without a step repeats the one before.
 */
export function layerHeat(steps: readonly StepPoint[], name: NormName, axis: XAxis, most: number): LayerHeat {
  const layers = layerCount(steps);
  const rows = layers === 0 ? 0 : layers + 1;
  const columns = Math.max(1, Math.min(most, steps.length));
  const end = Math.max(steps.at(-1)?.[axis] ?? 1, Number.EPSILON);
  const values = new Float64Array(rows * columns).fill(Number.NaN);
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const step of steps) {
    const column = Math.min(columns - 1, Math.max(0, Math.ceil((step[axis] / end) * columns) - 1));
    for (let row = 0; row < rows; row++) {
      const norm = normAt(step, name, row);
      if (norm === undefined || !Number.isFinite(norm)) continue;
      const at = row * columns + column;
      const known = values[at] ?? Number.NaN;
      values[at] = Number.isNaN(known) ? norm : Math.max(known, norm);
      if (norm > 0) [low, high] = [Math.min(low, norm), Math.max(high, norm)];
    }
  }
  for (let at = 0; at < values.length; at++) {
    if (Number.isNaN(values[at]) && at % columns > 0) values[at] = values[at - 1] ?? Number.NaN;
  }
  return { rows, columns, values, range: high > 0 ? [low, high] : [1, 1], end };
}

/** The norms of one layer (the head's for the row after the last layer) as a curve. */
export function layerCurve(steps: readonly StepPoint[], name: NormName, row: number): readonly CurvePoint[] {
  return steps.flatMap((point) => {
    const value = normAt(point, name, row);
    return value === undefined ? [] : [{ step: point.step, epoch: point.epoch, seconds: point.seconds, value }];
  });
}

/** The norms of all layers and of the head, each a curve under its name. */
export function layerCurves(steps: readonly StepPoint[], name: NormName) {
  const layers = layerCount(steps);
  return Array.from({ length: layers + 1 }, (_, row) => ({
    title: rowTitle(row, layers),
    points: layerCurve(steps, name, row),
  }));
}

/** What a row is called: layers count from 1, as everywhere on the page. */
export function rowTitle(row: number, layers: number): string {
  return row === layers ? 'Head' : `Layer ${row + 1}`;
}
