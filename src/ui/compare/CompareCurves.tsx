import { useDeferredValue, useMemo, useState } from 'react';
import { usualWeight, type MetricName } from '../../runs/curves';
import { paperLevels, paperRowOf } from '../../runs/paperLevels';
import type { KeptRun } from '../../runs/state';
import chart from '../chart/Chart.module.css';
import { ChartControls } from '../chart/ChartControls';
import { USUAL_VIEW, type ChartView } from '../chart/chartView';
import { createCursor, CursorProvider } from '../chart/cursor';
import { MetricChart } from '../chart/MetricChart';
import type { PlotLevel } from '../chart/plot';
import controls from '../common/controls.module.css';
import { ProblemNote } from '../common/ProblemNote';
import { RadioRow } from '../common/RadioRow';
import { SelectField } from '../common/SelectField';
import { Term } from '../common/Term';
import { comparedCurves, type CurvePart } from './compareSeries';
import { useRunDetails } from './useRunDetails';

const CHARTS: readonly MetricName[] = ['loss', 'top1', 'mAP', 'learningRate'];
const PARTS = [
  { value: 'validation', label: 'Validation' },
  { value: 'train', label: 'Training' },
] as const;
const NONE: readonly never[] = [];

/** The curves of runs over one another, a colour each. */
export function CompareCurves({ runs }: { readonly runs: readonly KeptRun[] }) {
  const [view, setView] = useState<ChartView>(USUAL_VIEW);
  const [part, setPart] = useState<CurvePart>('validation');
  const [areSeedsTogether, setSeedsTogether] = useState(false);
  const [cursor] = useState(createCursor);
  const { details, problem } = useRunDetails(runs);
  const { levels, field } = usePaperLevel(runs);
  /** What is drawn, and by what: follows the runs and the controls in pieces, so that the page never waits for all charts. */
  const shown = useDeferredValue(
    useMemo(
      () => ({ runs, details, view, part, areSeedsTogether, levels }),
      [runs, details, view, part, areSeedsTogether, levels],
    ),
  );
  const longest = Math.max(0, ...runs.map(({ id }) => details.get(id)?.steps.length ?? 0));
  return (
    <CursorProvider value={cursor}>
      <ChartControls view={view} onChange={setView} usualWeight={usualWeight(longest)} />
      <div className={controls.row}>
        <RadioRow legend="Loss and top-1 on" value={part} options={PARTS} onChange={setPart} />
        <span className={chart.tick}>
          <label className={chart.tick}>
            <input
              type="checkbox"
              checked={areSeedsTogether}
              onChange={(event) => setSeedsTogether(event.target.checked)}
            />
            Seeds together
          </label>
          <Term name="seedGroups" />
        </span>
        {field}
      </div>
      {problem ? <ProblemNote problem={problem} /> : null}
      <div className={chart.grid}>
        {CHARTS.map((name) => (
          <CompareChart key={name} name={name} {...shown} />
        ))}
      </div>
    </CursorProvider>
  );
}

interface CompareChartProps {
  readonly name: MetricName;
  readonly runs: readonly KeptRun[];
  readonly details: ReturnType<typeof useRunDetails>['details'];
  readonly view: ChartView;
  readonly part: CurvePart;
  readonly areSeedsTogether: boolean;
  readonly levels: PaperLevels;
}

/** One metric of all runs. */
function CompareChart({ name, runs, details, view, part, areSeedsTogether, levels }: CompareChartProps) {
  const { axis, weight } = view;
  const curves = useMemo(
    () => comparedCurves(runs, details, name, { axis, weight }, part, areSeedsTogether),
    [runs, details, name, axis, weight, part, areSeedsTogether],
  );
  return <MetricChart name={name} view={view} levels={levels[name] ?? NONE} marks={NONE} {...curves} />;
}

type PaperLevels = Readonly<Partial<Record<MetricName, readonly PlotLevel[]>>>;

/** The paper's number for the runs' data set as a line, with the choice of its row; nothing for a person's own data. */
function usePaperLevel(runs: readonly KeptRun[]) {
  const [chosen, setChosen] = useState<string | null>(null);
  const layouts = new Set(runs.map(({ data }) => data.layout));
  const [layout] = layouts.size === 1 ? [...layouts] : [];
  const rows = useMemo(() => (layout === undefined ? [] : paperLevels(layout)), [layout]);
  const newest = runs.at(-1);
  const usual = newest ? paperRowOf(newest) : null;
  const id = chosen ?? usual ?? 'none';
  const row = rows.find((one) => one.id === id);
  const levels = useMemo((): PaperLevels => {
    const level = (y: number | null | undefined) =>
      y == null ? NONE : [{ y, title: `Paper: ${row?.title ?? ''}`, colour: 'var(--ink-soft)' }];
    return { top1: level(row?.top1), mAP: level(row?.mAP) };
  }, [row]);
  const options = [['none', 'None'] as const, ...rows.map(({ id: one, title }) => [one, title] as const)];
  const field =
    rows.length === 0 ? null : (
      <SelectField label="The paper’s number" value={row?.id ?? 'none'} options={options} onChange={setChosen} />
    );
  return { levels, field };
}
