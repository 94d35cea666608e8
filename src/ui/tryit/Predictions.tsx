import { useState } from 'react';
import { FileName } from '../common/FileName';
import { Pager, pageOf } from '../common/Pager';
import { percent, seconds } from '../format';
import { useApp } from '../sessionContext';
import styles from './TryIt.module.css';

/** The most classes that are shown of a result. */
const TOP = 5;
const PAGE = 12;

/** What the model said of the last sounds, newest first. */
export function Predictions() {
  const results = useApp((state) => state.tries.results);
  const [page, setPage] = useState(0);
  const numbered = results.map((result, i) => ({ ...result, isNewest: i === 0, number: results.length - i }));
  return (
    <>
      <ol className={styles.results} aria-live="polite">
        {pageOf(numbered, page, PAGE).map(({ number, isNewest, name, ...result }) => {
          const [best, ...others] = [...result.scores].sort((a, b) => b.score - a.score).slice(0, TOP);
          return (
            <li key={number} className={styles.result}>
              <p className={styles.sound}>
                <FileName name={name} /> <span>{seconds(result.seconds)}</span>
              </p>
              <ul>
                {best ? <Bar label={best.label} score={best.score} isTop={isNewest} isBest /> : null}
                {others.map(({ label, score }) => (
                  <Bar key={label} label={label} score={score} />
                ))}
              </ul>
            </li>
          );
        })}
      </ol>
      <Pager page={page} size={PAGE} count={results.length} onPage={setPage} what="Predictions" />
    </>
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
