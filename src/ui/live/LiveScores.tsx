import { FileName } from '../common/FileName';
import { percent } from '../format';
import { useApp } from '../sessionContext';
import styles from './Live.module.css';

/** Classes shown at once. */
const TOP = 5;

/** The classes with the highest scores, as bars with the threshold; what is heard now stands out. */
export function LiveScores() {
  const { labels, scores, heard, options } = useApp((state) => state.live);
  const top = (scores ?? [])
    .map((score, c) => ({ score, label: labels[c] ?? '', isHeard: (heard[c] ?? null) !== null }))
    .sort((a, b) => b.score - a.score)
    .slice(0, TOP);
  const now = labels.filter((_, c) => (heard[c] ?? null) !== null);
  return (
    <div>
      <p className={styles.now} data-testid="heard-now" role="status">
        {now.length > 0 ? now.join(', ') : '–'}
      </p>
      <ul className={styles.bars} aria-label="Scores of the newest window" data-testid="live-scores">
        {top.map(({ score, label, isHeard }) => (
          <li key={label} className={styles.bar} data-heard={isHeard ? '' : undefined}>
            <span className={styles.label}>
              <FileName name={label} />
            </span>
            <span className={styles.track}>
              <span className={styles.fill} style={{ inlineSize: `${score * 100}%` }} />
              <span className={styles.threshold} style={{ insetInlineStart: `${options.threshold * 100}%` }} />
            </span>
            <span className={styles.score}>{percent(score, 0)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
