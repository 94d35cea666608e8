import { CircleX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Problem } from '../../core/problem';
import { FileName } from './FileName';
import styles from './ProblemNote.module.css';

interface ProblemNoteProps {
  readonly problem: Problem;
  /** What follows from it, e.g. "What was loaded before is still loaded." */
  readonly children?: ReactNode;
}

/** What went wrong: the thing, the cause, the cure. Announced to screen readers when it appears. */
export function ProblemNote({ problem, children }: ProblemNoteProps) {
  const isWarning = problem.severity === 'warning';
  const Icon = isWarning ? TriangleAlert : CircleX;
  return (
    <div className={isWarning ? styles.warning : styles.error} role="alert">
      <Icon className={styles.icon} size={18} aria-hidden />
      <div className={styles.text}>
        <p className={styles.subject}>
          <FileName name={problem.subject} />
        </p>
        <p>{problem.cause}</p>
        <p>{problem.cure}</p>
        {problem.details ? (
          <details className={styles.details}>
            <summary>All {problem.details.length}</summary>
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- A long list scrolls, also by keyboard. */}
            <ul tabIndex={0} aria-label="All that differs">
              {problem.details.map((line, i) => (
                <li key={i}>
                  <bdi>{line}</bdi>
                </li>
              ))}
            </ul>
          </details>
        ) : null}
        {children ? <p className={styles.after}>{children}</p> : null}
      </div>
    </div>
  );
}
