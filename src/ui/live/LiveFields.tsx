import type { LiveOptions } from '../../detection/liveState';
import fields from '../common/Field.module.css';
import { NumberField } from '../common/NumberField';
import type { TermName } from '../glossary';
import { useApp, useSession } from '../sessionContext';

interface Row {
  readonly option: keyof LiveOptions;
  readonly label: string;
  readonly term: TermName;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

const ROWS: readonly Row[] = [
  { option: 'hopSeconds', label: 'Hop, s', term: 'windowHop', min: 0.05, max: 10, step: 0.05 },
  { option: 'smoothSeconds', label: 'Smoothing, s', term: 'scoreSmoothing', min: 0, max: 10, step: 0.1 },
  { option: 'threshold', label: 'Threshold', term: 'hold', min: 0.05, max: 1, step: 0.05 },
  { option: 'holdSeconds', label: 'Hold, s', term: 'hold', min: 0, max: 10, step: 0.1 },
];

/** How listening works: they take effect at once. */
export function LiveFields() {
  const session = useSession();
  const options = useApp((state) => state.live.options);
  return (
    <div className={fields.grid}>
      {ROWS.map(({ option, label, term, min, max, step }) => (
        <NumberField
          key={option}
          label={label}
          term={term}
          value={options[option]}
          min={min}
          max={max}
          step={step}
          onChange={(value) => {
            if (value >= min && value <= max) session.setListening({ [option]: value });
          }}
        />
      ))}
    </div>
  );
}
