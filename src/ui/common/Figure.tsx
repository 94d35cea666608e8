import type { ReactNode } from 'react';
import type { TermName } from '../glossary';
import styles from './Figure.module.css';
import { Term } from './Term';

/** A row of figures that wraps. */
export function Figures({ children }: { readonly children: ReactNode }) {
  return <dl className={styles.figures}>{children}</dl>;
}

interface FigureProps {
  readonly name: string;
  readonly term?: TermName | undefined;
  readonly value: string;
  /** What the value is to be compared with, or what it is of. */
  readonly note: ReactNode;
  readonly testId?: string | undefined;
}

/** A number in large type with its name above and a note below. */
export function Figure({ name, term, value, note, testId }: FigureProps) {
  return (
    <div>
      <dt>
        {name} {term ? <Term name={term} /> : null}
      </dt>
      <dd className={styles.value} data-testid={testId}>
        {value}
      </dd>
      <dd className={styles.note}>{note}</dd>
    </div>
  );
}
