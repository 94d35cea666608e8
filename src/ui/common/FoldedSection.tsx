import { ChevronRight } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import type { TermName } from '../glossary';
import styles from './FoldedSection.module.css';
import section from './Section.module.css';
import { Term } from './Term';

interface FoldedSectionProps {
  /** The anchor; `open-ID` is the heading's test id. */
  readonly id: string;
  readonly title: string;
  readonly term?: TermName;
  /** Beside the title, open or closed. */
  readonly lead: ReactNode;
  /** Made when it is opened, gone when it is closed. */
  readonly children: ReactNode;
}

/** A part of the page that the main job does not need: closed until it is wanted. */
export function FoldedSection({ id, title, term, lead, children }: FoldedSectionProps) {
  const heading = useId();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section id={id} className={section.section} aria-labelledby={heading}>
      <div className={styles.head}>
        <h2 id={heading} className={section.title}>
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={isOpen}
            aria-controls={`${id}-body`}
            onClick={() => setIsOpen(!isOpen)}
            data-testid={`open-${id}`}
          >
            <ChevronRight size={18} aria-hidden className={styles.arrow} />
            {title}
          </button>
        </h2>
        {term ? <Term name={term} /> : null}
        <span className={section.lead}>{lead}</span>
      </div>
      <div id={`${id}-body`} className={styles.body} hidden={!isOpen}>
        {isOpen ? children : null}
      </div>
    </section>
  );
}
