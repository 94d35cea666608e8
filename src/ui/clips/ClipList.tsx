import { useCallback, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { ProblemNote } from '../common/ProblemNote';
import { useAttempt } from '../common/useAttempt';
import { count } from '../format';
import { useApp, useSession } from '../sessionContext';
import { ClipGrid } from './ClipGrid';
import styles from './Clips.module.css';
import type { ClipRow } from './clipRows';
import { ClipTools } from './ClipTools';
import { NOTHING_CHOSEN, select, targetsOf, type SelectionAction } from './selection';
import { useClipSound } from './useClipSound';

interface ClipListProps {
  readonly label: string;
  readonly rows: readonly ClipRow[];
  /** What stands where there are no rows. */
  readonly empty: ReactNode;
  /** The label that is proposed for a clip. */
  readonly suggest?: (id: string) => string | null;
}

/** Clips to see, hear and correct: the list, what can be done to the chosen ones, and the keys for it. */
export function ClipList({ label, rows, empty, suggest }: ClipListProps) {
  const session = useSession();
  const stage = useRef<HTMLDivElement>(null);
  const labelField = useRef<HTMLInputElement>(null);
  const { playing, toggle } = useClipSound(stage);
  const { attempt, problem } = useAttempt('The clip');
  const refused = useApp((state) => state.edits.problem);
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const [held, setHeld] = useState({ ids, selection: NOTHING_CHOSEN });
  const selection = held.ids === ids ? held.selection : select(held.selection, ids, { kind: 'rows' });
  if (held.ids !== ids) setHeld({ ids, selection });

  const onSelect = useCallback(
    (action: SelectionAction) => setHeld((last) => ({ ids, selection: select(last.selection, ids, action) })),
    [ids],
  );
  const onPlay = useCallback((id: string) => attempt(() => toggle(id)), [attempt, toggle]);
  const targets = targetsOf(selection, ids);
  const wanted = new Set(targets);
  const excluded = rows.filter((row) => row.excluded && wanted.has(row.id)).length;
  const toList = () => stage.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();

  const onKey = (event: KeyboardEvent): boolean => {
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && event.key.toLowerCase() === 'z') void (event.shiftKey ? session.redoEdit() : session.undoEdit());
    else if (isCommand && event.key.toLowerCase() === 'y') void session.redoEdit();
    else if (isCommand || event.altKey) return false;
    else if (event.key === 'Delete' || event.key === 'x') void session.exclude(targets);
    else if (event.key === 'r') labelField.current?.focus();
    else return false;
    return true;
  };

  return (
    <div ref={stage} className={styles.list}>
      {rows.length === 0 ? (
        <p className={styles.empty}>{empty}</p>
      ) : (
        <ClipGrid
          label={label}
          rows={rows}
          selection={selection}
          onSelect={onSelect}
          playing={playing}
          onPlay={onPlay}
          onKey={onKey}
        />
      )}
      <ClipTools
        targets={targets}
        excluded={excluded}
        suggestion={targets.length === 1 ? (suggest?.(targets[0] ?? '') ?? null) : null}
        labelField={labelField}
        onDone={toList}
      />
      {refused ? <ProblemNote problem={refused} /> : null}
      {problem ? <ProblemNote problem={problem} /> : null}
      <p className={styles.keys}>
        {count(rows.length)} in the list{selection.chosen.size > 0 ? `, ${count(selection.chosen.size)} chosen` : ''}.
        In it: <kbd>↑</kbd> <kbd>↓</kbd> move, <kbd>Space</kbd> chooses, <kbd>Shift</kbd> chooses a range,{' '}
        <kbd>Enter</kbd> plays, <kbd>R</kbd> relabels, <kbd>X</kbd> excludes, <kbd>Ctrl</kbd>+<kbd>Z</kbd> undoes.
      </p>
    </div>
  );
}
