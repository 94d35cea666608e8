import { useDeferredValue, useMemo, useState } from 'react';
import { usualWeight, type MetricName } from '../../runs/curves';
import type { EpochPoint, StepPoint } from '../../training/train';
import styles from '../chart/Chart.module.css';
import { ChartControls } from '../chart/ChartControls';
import { USUAL_VIEW, type ChartView } from '../chart/chartView';
import { createCursor, CursorProvider } from '../chart/cursor';
import { MetricChart } from '../chart/MetricChart';
import type { PlotLevel, PlotMark } from '../chart/plot';
import { useThrottled } from '../common/useThrottled';
import type { TermName } from '../glossary';
import { useApp } from '../sessionContext';
import { LayerNorms } from './LayerNorms';
import { runCurves } from './runSeries';
import { SERIES } from './series';
import { useBaseline } from './useBaseline';

/** The least time between two drawings: steps come faster than anybody can read. */
const REDRAW_MS = 400;

const CHARTS: readonly (readonly [MetricName, TermName])[] = [
  ['loss', 'loss'],
  ['top1', 'top1'],
  ['mAP', 'mAP'],
  ['learningRate', 'learningRate'],
];

const NO_LEVELS: readonly PlotLevel[] = [];
const NO_MARKS: readonly PlotMark[] = [];

/** Loss, accuracy, mAP, learning rate and the norms of the layers of the run so far, under one cursor. */
export function Charts() {
  const [view, setView] = useState<ChartView>(USUAL_VIEW);
  const run = useThrottled(
    useApp((state) => state.run),
    REDRAW_MS,
  );
  /** What is drawn, and by what: follows the run and the controls in pieces, so that the page never waits for all charts. */
  const { shown, drawn } = useDeferredValue(useMemo(() => ({ shown: view, drawn: run }), [view, run]));
  const [cursor] = useState(createCursor);
  const { steps, epochs, bestEpoch } = drawn;
  const baseline = useBaseline();
  const levels = useMemo(
    () => (baseline === null ? NO_LEVELS : [{ y: baseline, title: SERIES.chance.title, colour: SERIES.chance.colour }]),
    [baseline],
  );
  return (
    <CursorProvider value={cursor}>
      <ChartControls view={view} onChange={setView} usualWeight={usualWeight(steps.length)} />
      <div className={styles.grid}>
        {CHARTS.map(([name, term]) => (
          <RunChart
            key={name}
            name={name}
            term={term}
            steps={steps}
            epochs={epochs}
            bestEpoch={bestEpoch}
            view={shown}
            levels={name === 'top1' ? levels : NO_LEVELS}
          />
        ))}
      </div>
      <LayerNorms steps={steps} axis={shown.axis} />
    </CursorProvider>
  );
}

interface RunChartProps {
  readonly name: MetricName;
  readonly term: TermName;
  readonly steps: readonly StepPoint[];
  readonly epochs: readonly EpochPoint[];
  readonly bestEpoch: number | null;
  readonly view: ChartView;
  readonly levels: readonly PlotLevel[];
}

/** One metric of the run, with its best epoch marked. */
function RunChart({ name, term, steps, epochs, bestEpoch, view, levels }: RunChartProps) {
  const { axis, weight } = view;
  const shown = useMemo(() => runCurves(steps, epochs, name, { axis, weight }), [steps, epochs, name, axis, weight]);
  const best = shown.curves.at(-1)?.points.find(({ epoch }) => epoch === bestEpoch)?.[axis] ?? null;
  const marks = useMemo(
    () => (best === null ? NO_MARKS : [{ x: best, title: 'best', colour: 'var(--ink-soft)' }]),
    [best],
  );
  return <MetricChart name={name} term={term} view={view} levels={levels} marks={marks} {...shown} />;
}
