import type { ReactNode } from 'react';
import type { TermName } from '../glossary';
import styles from './Heading.module.css';
import { Term } from './Term';

interface HeadingProps {
  readonly children: ReactNode;
  readonly term?: TermName | undefined;
}

/** A heading within a step; its "?" stands beside it, so that it is no part of its name. */
export function Heading({ children, term }: HeadingProps) {
  return (
    <div className={styles.heading}>
      <h3>{children}</h3>
      {term ? <Term name={term} /> : null}
    </div>
  );
}
