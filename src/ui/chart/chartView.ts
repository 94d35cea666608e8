import type { XAxis } from '../../runs/curves';
import { seconds, significant } from '../format';

/** How charts of runs are looked at: one choice for all that stand together. */
export interface ChartView {
  readonly axis: XAxis;
  /** Weight of the moving average in [0, 1); null for the usual one of each series' length. */
  readonly weight: number | null;
  /** Values that are no shares on a logarithmic axis. */
  readonly isLog: boolean;
}

export const USUAL_VIEW: ChartView = { axis: 'epoch', weight: null, isLog: false };

/** Each axis: its name, and how its numbers are written at the axis and in words. */
export const AXES: Readonly<
  Record<XAxis, { readonly title: string; tick(x: number): string; place(x: number): string }>
> = {
  epoch: { title: 'By epoch', tick: (x) => significant(x, 3), place: (x) => `epoch ${significant(x, 3)}` },
  step: { title: 'By step', tick: (x) => significant(x, 6), place: (x) => `step ${Math.round(x)}` },
  seconds: { title: 'By time', tick: (x) => (x === 0 ? '0' : seconds(x)), place: (x) => seconds(x) },
};

/** How values of a metric are written: at full length, and short at the axis. */
export function valueFormats(isShare: boolean): { value: (y: number) => string; tick: (y: number) => string } {
  return isShare
    ? { value: (y) => `${(100 * y).toFixed(1)} %`, tick: (y) => `${Math.round(100 * y)}\u00a0%` }
    : { value: (y) => significant(y, 4), tick: (y) => significant(y, 3) };
}
