import { Term } from '../common/Term';
import type { TermName } from '../glossary';
import styles from './Adapter.module.css';

interface CheckFieldProps {
  readonly label: string;
  readonly term?: TermName;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A yes or no, with its "?" beside its label. */
export function CheckField({ label, term, checked, onChange }: CheckFieldProps) {
  return (
    <div className={styles.check}>
      <label>
        <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
        {label}
      </label>
      {term ? <Term name={term} /> : null}
    </div>
  );
}
