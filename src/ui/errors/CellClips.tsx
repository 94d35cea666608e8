import { useState } from 'react';
import controls from '../common/controls.module.css';
import { FileName } from '../common/FileName';
import { Pager, pageOf } from '../common/Pager';
import { percent, plural } from '../format';
import { useSession } from '../sessionContext';
import { goTo } from '../views/route';
import type { ConfusionCell } from './confusion';
import styles from './Confusion.module.css';

const PAGE = 12;

interface CellClipsProps {
  readonly cell: ConfusionCell;
  readonly names: readonly string[];
  readonly onClose: () => void;
}

/** The clips of one cell, each a way to look inside. */
export function CellClips({ cell, names, onClose }: CellClipsProps) {
  const session = useSession();
  const [page, setPage] = useState(0);
  const look = (id: string) => {
    void session.look({ clip: id });
    goTo('look');
  };
  return (
    <div className={styles.clips}>
      <div className={controls.row}>
        <p>
          {plural(cell.clips.length, 'clip')} of <bdi>{names[cell.label]}</bdi>, said to be{' '}
          <bdi>{names[cell.answer]}</bdi>
        </p>
        <button type="button" className={controls.chip} onClick={onClose}>
          Close
        </button>
      </div>
      <ul>
        {pageOf(cell.clips, page, PAGE).map((clip) => (
          <li key={clip.id}>
            <button type="button" onClick={() => look(clip.id)} title="Look inside with this clip">
              <FileName name={clip.id} />
            </button>
            <span>{percent(clip.scores[cell.answer] ?? 0)}</span>
          </li>
        ))}
      </ul>
      <Pager page={page} size={PAGE} count={cell.clips.length} onPage={setPage} what="Clips of this cell" />
    </div>
  );
}
