import { Play, Square } from 'lucide-react';
import { memo, type MouseEvent } from 'react';
import controls from '../common/controls.module.css';
import { FileName } from '../common/FileName';
import { seconds } from '../format';
import { useApp } from '../sessionContext';
import { ClipPicture } from './ClipPicture';
import styles from './Clips.module.css';
import type { ClipRow } from './clipRows';
import type { SelectionAction } from './selection';

const PARTS = { train: 'training', validation: 'validation', test: 'test' } as const;

interface ClipGridRowProps {
  readonly id: string;
  readonly index: number;
  /** Pixels from the list's top. */
  readonly offset: number;
  readonly row: ClipRow;
  readonly isActive: boolean;
  readonly isChosen: boolean;
  readonly isPlaying: boolean;
  readonly onSelect: (action: SelectionAction) => void;
  readonly onPlay: (id: string) => void;
}

/** One clip of a list: what it looks like, what it is called, what it is. */
export const ClipGridRow = memo(function ClipGridRow(props: ClipGridRowProps) {
  const { id, index, offset, row, isActive, isChosen, isPlaying, onSelect, onPlay } = props;
  const length = useApp((state) => state.data.facts.get(row.id)?.seconds ?? null);
  const press = (event: MouseEvent) => {
    if (event.shiftKey) onSelect({ kind: 'move', to: index, extend: true });
    else if (event.ctrlKey || event.metaKey) onSelect({ kind: 'toggle', at: index });
    else onSelect({ kind: 'move', to: index, extend: false });
  };
  return (
    // The grid has the keyboard: a row is reached through it.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      role="row"
      className={styles.row}
      style={{ insetBlockStart: offset }}
      aria-rowindex={index + 1}
      aria-selected={isChosen}
      data-active={isActive ? '' : undefined}
      data-excluded={row.excluded ? '' : undefined}
      data-clip={row.id}
      onClick={press}
    >
      <div role="gridcell" className={styles.choose}>
        <input
          type="checkbox"
          tabIndex={-1}
          checked={isChosen}
          aria-label={`Choose ${row.id}`}
          onClick={(event) => event.stopPropagation()}
          onChange={() => onSelect({ kind: 'toggle', at: index })}
        />
      </div>
      <div role="gridcell" className={styles.listen}>
        <button
          type="button"
          tabIndex={-1}
          className={controls.icon}
          aria-label={isPlaying ? `Stop ${row.id}` : `Play ${row.id}`}
          onClick={(event) => {
            event.stopPropagation();
            onSelect({ kind: 'move', to: index, extend: false });
            onPlay(row.id);
          }}
        >
          {isPlaying ? <Square size={14} aria-hidden /> : <Play size={14} aria-hidden />}
        </button>
      </div>
      <div role="gridcell">
        <ClipPicture id={row.id} />
      </div>
      <div role="gridcell" className={styles.name}>
        <FileName name={row.id} />
        {row.note ? <span className={styles.note}>{row.note}</span> : null}
      </div>
      <div role="gridcell" className={styles.labels}>
        <bdi>{row.classNames.length > 0 ? row.classNames.join(', ') : 'no label'}</bdi>
        {row.relabelledFrom ? (
          <span className={styles.note}>
            was <bdi>{row.relabelledFrom.join(', ') || 'no label'}</bdi>
          </span>
        ) : null}
      </div>
      <div role="gridcell" className={styles.part}>
        {row.excluded ? 'excluded' : row.part ? PARTS[row.part] : 'not used'}
        {length === null ? null : <span className={styles.note}>{seconds(length)}</span>}
      </div>
    </div>
  );
});
