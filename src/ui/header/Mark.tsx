import styles from './Header.module.css';

/** The page's mark: a token with its neighbours in time and in frequency. */
export function Mark() {
  return (
    <svg className={styles.mark} viewBox="0 0 32 32" aria-hidden>
      <rect x="12" y="12" width="8" height="8" rx="1.5" data-axis="self" />
      <rect x="3" y="12" width="7" height="8" rx="1.5" data-axis="time" />
      <rect x="22" y="12" width="7" height="8" rx="1.5" data-axis="time" />
      <rect x="12" y="3" width="8" height="7" rx="1.5" data-axis="frequency" />
      <rect x="12" y="22" width="8" height="7" rx="1.5" data-axis="frequency" />
    </svg>
  );
}
