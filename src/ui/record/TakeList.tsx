import { useState } from 'react';
import { waitingTakes } from '../../microphone/state';
import { Heading } from '../common/Heading';
import { Pager, pageOf } from '../common/Pager';
import { plural } from '../format';
import { useApp } from '../sessionContext';
import { TakeRow } from './TakeRow';
import styles from './Record.module.css';

const PAGE = 12;

/** The clips that were recorded and are not in the data yet, newest first. */
export function TakeList() {
  const recorder = useApp((state) => state.microphone.recorder);
  const takes = waitingTakes(recorder);
  const [page, setPage] = useState(0);
  if (takes.length === 0) return null;
  return (
    <div className={styles.takes}>
      <Heading>{plural(takes.length, 'clip')} recorded</Heading>
      <ol className={styles.list} data-testid="takes">
        {pageOf(takes.toReversed(), page, PAGE).map((take) => (
          <TakeRow key={take.id} take={take} />
        ))}
      </ol>
      <Pager page={page} size={PAGE} count={takes.length} onPage={setPage} what="Recorded clips" />
    </div>
  );
}
