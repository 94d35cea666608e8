import { useState } from 'react';
import type { Prediction } from '../../worker/protocol';
import { FileName } from '../common/FileName';
import controls from '../common/controls.module.css';
import { Pager, pageOf } from '../common/Pager';
import { plural } from '../format';
import { scoresText } from './judgedClips';
import styles from './Results.module.css';

const PAGE = 25;

interface AbsentClipsProps {
  /** Of clips that are not among the sounds that are open. */
  readonly predictions: readonly Prediction[];
  readonly names: readonly string[];
}

/** What a run said of clips that cannot be heard here: by name, with their labels and scores. */
export function AbsentClips({ predictions, names }: AbsentClipsProps) {
  const [page, setPage] = useState(0);
  return (
    <div className={controls.stack}>
      <p className={controls.quiet}>
        {plural(predictions.length, 'clip')} of this list {predictions.length === 1 ? 'is' : 'are'} not among the sounds
        that are open, and cannot be heard or corrected.
      </p>
      <ul className={styles.absent} aria-label="Clips that are not open">
        {pageOf(predictions, page, PAGE).map((own) => (
          <li key={own.id}>
            <FileName name={own.id} />
            <span>{own.labels.map((label) => names[label] ?? '').join(', ')}</span>
            <span className={controls.quiet}>said: {scoresText(own, names)}</span>
          </li>
        ))}
      </ul>
      <Pager
        page={page}
        size={PAGE}
        count={predictions.length}
        onPage={setPage}
        what="Pages of clips that are not open"
      />
    </div>
  );
}
