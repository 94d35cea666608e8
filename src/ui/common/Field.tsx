import { useId, type ReactNode } from 'react';
import type { TermName } from '../glossary';
import styles from './Field.module.css';
import { Term } from './Term';

interface FieldProps {
  readonly label: string;
  readonly term?: TermName | undefined;
  /** A unit or a consequence, shown below. */
  readonly hint?: string | undefined;
  /** What is wrong with the value. */
  readonly error?: string | undefined;
  readonly children: (ids: { readonly id: string; readonly describedBy: string | undefined }) => ReactNode;
}

/** A labelled control with its explanation and whatever is wrong with it. */
export function Field({ label, term, hint, error, children }: FieldProps) {
  const id = useId();
  const message = error ?? hint;
  return (
    <div className={styles.field}>
      <span className={styles.label}>
        <label htmlFor={id}>{label}</label>
        {term ? <Term name={term} /> : null}
      </span>
      {children({ id, describedBy: message ? `${id}-message` : undefined })}
      {message ? (
        <span id={`${id}-message`} className={error ? styles.error : styles.hint}>
          {message}
        </span>
      ) : null}
    </div>
  );
}
