import { FileName } from '../common/FileName';
import { percent, seconds } from '../format';
import { useApp } from '../sessionContext';
import styles from './TryIt.module.css';

/** The most classes that are shown of a result. */
const TOP = 5;

/** What the model said of the last sounds, newest first. */
export function Predictions() {
  const results = useApp((state) => state.tries.results);
  return (
    <ol className={styles.results} aria-live="polite">
      {results.map((result, i) => {
        const [best, ...others] = [...result.scores].sort((a, b) => b.score - a.score).slice(0, TOP);
        return (
          <li key={results.length - i} className={styles.result}>
            <p className={styles.sound}>
              <FileName name={result.name} /> <span>{seconds(result.seconds)}</span>
            </p>
            <ul>
              {best ? <Bar label={best.label} score={best.score} isTop={i === 0} isBest /> : null}
              {others.map(({ label, score }) => (
                <Bar key={label} label={label} score={score} />
              ))}
            </ul>
          </li>
        );
      })}
    </ol>
  );
}

interface BarProps {
  readonly label: string;
  readonly score: number;
  readonly isBest?: boolean;
  /** The best class of the newest sound. */
  readonly isTop?: boolean;
}

function Bar({ label, score, isBest, isTop }: BarProps) {
  return (
    <li className={styles.bar} data-best={isBest ? '' : undefined}>
      <span className={styles.label} data-testid={isTop ? 'prediction-top' : undefined}>
        <FileName name={label} />
      </span>
      <span className={styles.track}>
        <span className={styles.fill} style={{ inlineSize: `${score * 100}%` }} />
      </span>
      <span className={styles.score}>{percent(score)}</span>
    </li>
  );
}
