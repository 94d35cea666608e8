import { useId, type ReactNode } from 'react';
import type { TermName } from '../glossary';
import styles from './RadioRow.module.css';
import { Term } from './Term';

export interface RadioOption<T extends string> {
  readonly value: T;
  readonly label: ReactNode;
  readonly title?: string;
  /** The colour of the axis that the option is about, where it is about one. */
  readonly tone?: 'neutral' | 'time' | 'frequency' | 'both';
}

interface RadioRowProps<T extends string> {
  readonly legend: string;
  readonly term?: TermName;
  readonly value: T;
  readonly options: readonly RadioOption<T>[];
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
}

/** A row of native radio buttons that looks like one segmented control. */
export function RadioRow<T extends string>({ legend, term, value, options, onChange, disabled }: RadioRowProps<T>) {
  const name = useId();
  return (
    <div className={styles.group} role="radiogroup" aria-labelledby={name}>
      <span className={styles.legend}>
        <span id={name}>{legend}</span>
        {term ? <Term name={term} /> : null}
      </span>
      <div className={styles.options}>
        {options.map((option) => (
          <label key={option.value} className={styles.option} data-tone={option.tone} title={option.title}>
            <input
              type="radio"
              className={styles.input}
              name={name}
              value={option.value}
              checked={option.value === value}
              disabled={disabled}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </div>
  );
}
