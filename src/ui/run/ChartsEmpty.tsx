import styles from './Charts.module.css';

/** What will be here, before anything has been trained. */
export function ChartsEmpty() {
  return (
    <div className={styles.empty}>
      <svg viewBox="0 0 320 90" aria-hidden className={styles.sketch}>
        <path d="M8 82 H312 M8 8 V82" />
        <path d="M10 18 C40 60 70 66 120 70 S250 76 310 77" data-series="train" />
        <path d="M10 22 C50 52 90 60 140 64 S250 68 310 67" data-series="validation" />
      </svg>
      <p>
        Press Start: loss, accuracy and mAP are drawn here as they come. With the demo sounds it takes a minute or two,
        and every number stays on this page.
      </p>
    </div>
  );
}
