import type { TermName } from '../glossary';
import styles from './CheckField.module.css';
import { Term } from './Term';

interface CheckFieldProps {
  readonly label: string;
  readonly term?: TermName;
  readonly checked: boolean;
  readonly disabled?: boolean;
  /** The id of what is said of it elsewhere. */
  readonly describedBy?: string | undefined;
  readonly onChange: (checked: boolean) => void;
}

/** A yes or no, with its "?" beside its label. */
export function CheckField({ label, term, checked, disabled, describedBy, onChange }: CheckFieldProps) {
  return (
    <div className={styles.check}>
      <label>
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          aria-describedby={describedBy}
          onChange={(event) => onChange(event.target.checked)}
        />
        {label}
      </label>
      {term ? <Term name={term} /> : null}
    </div>
  );
}
