import styles from './Diagram.module.css';

/** A small padlock, 10 x 11, with its top left corner at (x, y). */
export function LockMark({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g transform={`translate(${x} ${y})`} className={styles.lock} aria-hidden>
      <path d="M2.5 5 V3.5 a2.5 2.5 0 0 1 5 0 V5" />
      <rect x="1" y="5" width="8" height="6" rx="1.2" />
    </g>
  );
}
