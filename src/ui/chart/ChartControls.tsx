import { useId } from 'react';
import { RadioRow } from '../common/RadioRow';
import { Term } from '../common/Term';
import { entriesOf } from '../common/entries';
import styles from './Chart.module.css';
import { AXES, type ChartView } from './chartView';

interface ChartControlsProps {
  readonly view: ChartView;
  readonly onChange: (view: ChartView) => void;
  /** The weight that stands for null. */
  readonly usualWeight: number;
}

const AXIS_OPTIONS = entriesOf(AXES).map(([value, { title }]) => ({ value, label: title }));

/** What all charts of a group share: the axis, smoothing, and whether it is logarithmic. */
export function ChartControls({ view, onChange, usualWeight }: ChartControlsProps) {
  const id = useId();
  const weight = view.weight ?? usualWeight;
  return (
    <div className={styles.controls} role="group" aria-label="Charts">
      <RadioRow
        legend="Horizontal axis"
        value={view.axis}
        options={AXIS_OPTIONS}
        onChange={(axis) => onChange({ ...view, axis })}
      />
      <div className={styles.slider}>
        <span>
          <label htmlFor={id}>Smoothing</label> <Term name="smoothing" />
          <output htmlFor={id}> {weight.toFixed(2)}</output>
          {view.weight === null ? ' (automatic)' : null}
        </span>
        <input
          id={id}
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          value={weight}
          onChange={(event) => onChange({ ...view, weight: Number(event.target.value) })}
        />
      </div>
      <label className={styles.tick}>
        <input
          type="checkbox"
          checked={view.isLog}
          onChange={(event) => onChange({ ...view, isLog: event.target.checked })}
        />
        Logarithmic loss and rate
      </label>
    </div>
  );
}
