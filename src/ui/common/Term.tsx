import { CircleQuestionMark } from 'lucide-react';
import { useId, useRef, type ToggleEvent } from 'react';
import { GLOSSARY, type TermName } from '../glossary';
import styles from './Term.module.css';

const GAP = 8;

/**
 * A "?" that opens what a term means. A native popover: light dismiss, Escape and focus come with it. Of spans, so that
 * it may stand in a sentence.
 */
export function Term({ name }: { readonly name: TermName }) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const { term, text, where } = GLOSSARY[name];

  const place = (event: ToggleEvent<HTMLSpanElement>) => {
    const box = event.currentTarget;
    if (event.newState !== 'open' || !button.current) return;
    const at = button.current.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = box;
    const left = Math.max(GAP, Math.min(at.left - GAP, innerWidth - width - GAP));
    const below = at.bottom + GAP;
    const top = below + height < innerHeight ? below : Math.max(GAP, at.top - height - GAP);
    box.style.left = `${left}px`;
    box.style.top = `${top}px`;
  };

  return (
    <>
      <button ref={button} type="button" className={styles.mark} popoverTarget={id} aria-label={`What is: ${term}?`}>
        <CircleQuestionMark size={15} aria-hidden />
      </button>
      <span id={id} popover="auto" className={styles.box} role="note" onToggle={place}>
        <span className={styles.term}>{term}</span>
        <span>{text}</span>
        <span className={styles.where}>{where}</span>
      </span>
    </>
  );
}
