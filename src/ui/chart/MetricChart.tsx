import { curvesCsv, METRICS, type CurvePoint, type MetricName } from '../../runs/curves';
import type { TermName } from '../glossary';
import { Chart } from './Chart';
import { ChartTable, type ChartColumn } from './ChartTable';
import { AXES, valueFormats, type ChartView } from './chartView';
import type { PlotLevel, PlotMark, PlotSeries } from './plot';

/** What a chart shows: its lines, and the numbers behind them. */
export interface ChartCurves {
  readonly series: readonly PlotSeries[];
  readonly curves: readonly { readonly title: string; readonly points: readonly CurvePoint[] }[];
  readonly columns: readonly ChartColumn[];
}

interface MetricChartProps extends ChartCurves {
  readonly name: MetricName;
  readonly term?: TermName;
  readonly view: ChartView;
  readonly levels: readonly PlotLevel[];
  readonly marks: readonly PlotMark[];
}

/** Made once: a new function would make a chart draw everything anew. */
const FORMATS = { share: valueFormats(true), value: valueFormats(false) };

/** The chart of one metric, in its unit; a share is never drawn on a log scale. */
export function MetricChart({ name, term, view, series, curves, columns, levels, marks }: MetricChartProps) {
  const { title, isShare } = METRICS[name];
  const { axis, isLog } = view;
  const format = FORMATS[isShare ? 'share' : 'value'];
  return (
    <Chart
      title={title}
      {...(term && { term })}
      series={series}
      levels={levels}
      marks={marks}
      kind={isLog && !isShare ? 'log' : 'linear'}
      range={isShare ? 'share' : 'zero'}
      formatX={AXES[axis].tick}
      formatPlace={AXES[axis].place}
      formatY={format.value}
      formatTick={format.tick}
      csv={() => curvesCsv(curves)}
      table={<ChartTable title={title} columns={() => columns} format={format.value} />}
    />
  );
}
