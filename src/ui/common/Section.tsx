import { useId, type ReactNode } from 'react';
import styles from './Section.module.css';

interface SectionProps {
  /** The anchor that other parts of the page point to. */
  readonly id: string;
  /** Its number in the order of the work, where it has one. */
  readonly step?: number;
  readonly title: string;
  /** One sentence below the title. */
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/** One part of the page, with its heading. */
export function Section({ id, step, title, lead, children }: SectionProps) {
  const heading = useId();
  return (
    <section id={id} data-tour={id} className={styles.section} aria-labelledby={heading}>
      <h2 id={heading} className={styles.title}>
        {step === undefined ? null : <span className={styles.step}>{step}</span>}
        {title}
      </h2>
      {lead ? <p className={styles.lead}>{lead}</p> : null}
      {children}
    </section>
  );
}
