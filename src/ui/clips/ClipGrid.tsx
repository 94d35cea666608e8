import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import styles from './Clips.module.css';
import { ClipGridRow } from './ClipGridRow';
import type { ClipRow } from './clipRows';
import { rowWindow, scrollFor } from './rowWindow';
import type { Selection, SelectionAction } from './selection';

/** Pixels of a row; as in the style sheet. */
const ROW_HEIGHT = 60;

interface ClipGridProps {
  readonly label: string;
  readonly rows: readonly ClipRow[];
  readonly selection: Selection;
  readonly onSelect: (action: SelectionAction) => void;
  /** The clip that sounds. */
  readonly playing: string | null;
  readonly onPlay: (id: string) => void;
  /** Keys that are the list's own business are handled before; true for one that was taken. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

/** How far each key moves. */
const MOVES: Readonly<Record<string, (active: number, page: number, count: number) => number>> = {
  ArrowDown: (active) => active + 1,
  ArrowUp: (active) => active - 1,
  PageDown: (active, page) => active + page,
  PageUp: (active, page) => active - page,
  Home: () => 0,
  End: (_active, _page, count) => count - 1,
};

/**
 * A list of any length of which only the rows in sight are made. One stop of the Tab key: the arrow keys move within it,
 * with Shift they choose, Space chooses one, Ctrl+A all, Enter plays.
 */
export function ClipGrid({ label, rows, selection, onSelect, playing, onPlay, onKey }: ClipGridProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 420 });
  const [from, to] = rowWindow(view.top, view.height, ROW_HEIGHT, rows.length);
  const { active, chosen } = selection;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setView({ top: element.scrollTop, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = box.current;
    if (!element || active < 0) return;
    element.scrollTop = scrollFor(active, element.scrollTop, element.clientHeight, ROW_HEIGHT);
  }, [active, rows]);

  const keyDown = (event: KeyboardEvent) => {
    if (onKey(event)) return event.preventDefault();
    const move = MOVES[event.key];
    const at = rows[active];
    if (move) {
      const page = Math.max(1, Math.floor(view.height / ROW_HEIGHT) - 1);
      onSelect({ kind: 'move', to: active < 0 ? 0 : move(active, page, rows.length), extend: event.shiftKey });
    } else if (event.key === ' ' && active >= 0) onSelect({ kind: 'toggle', at: active });
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) onSelect({ kind: 'all' });
    else if (event.key === 'Escape') onSelect({ kind: 'none' });
    else if (event.key === 'Enter' && at) onPlay(at.id);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={box}
      className={styles.grid}
      style={{ blockSize: rows.length * ROW_HEIGHT + 2 }}
      role="grid"
      aria-label={label}
      aria-multiselectable
      aria-rowcount={rows.length}
      aria-activedescendant={active >= from && active < to ? `${id}-${active}` : undefined}
      tabIndex={0}
      onScroll={(event) => setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
      onFocus={() => active < 0 && rows.length > 0 && onSelect({ kind: 'move', to: 0, extend: false })}
      onKeyDown={keyDown}
      data-testid="clip-grid"
    >
      <div role="rowgroup" className={styles.rows} style={{ blockSize: rows.length * ROW_HEIGHT }}>
        {rows.slice(from, to).map((row, i) => (
          <ClipGridRow
            key={row.id}
            id={`${id}-${from + i}`}
            index={from + i}
            offset={(from + i) * ROW_HEIGHT}
            row={row}
            isActive={active === from + i}
            isChosen={chosen.has(row.id)}
            isPlaying={playing === row.id}
            onSelect={onSelect}
            onPlay={onPlay}
          />
        ))}
      </div>
    </div>
  );
}
