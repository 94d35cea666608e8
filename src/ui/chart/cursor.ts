import { createContext, useContext, useSyncExternalStore, type KeyboardEvent } from 'react';

/** Where the charts of a group are looked at: one place on the axis that they share, or null. */
export interface Cursor {
  get(): number | null;
  set(x: number | null): void;
  subscribe(changed: () => void): () => void;
}

export function createCursor(): Cursor {
  let at: number | null = null;
  const listeners = new Set<() => void>();
  return {
    get: () => at,
    set(x) {
      if (x === at) return;
      at = x;
      for (const changed of listeners) changed();
    },
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}

const CursorContext = createContext<Cursor>(createCursor());

/** The charts within share one cursor. */
export const CursorProvider = CursorContext.Provider;

export function useCursor(): Cursor {
  return useContext(CursorContext);
}

/** The cursor's place; what reads it renders again with every move. */
export function useCursorPlace(): number | null {
  const cursor = useCursor();
  return useSyncExternalStore(cursor.subscribe, cursor.get);
}

/** How far a key moves the cursor: in strides of an arrow, and in shares of the axis. */
const STRIDES: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
const LEAPS: Readonly<Record<string, number>> = { PageDown: -0.1, PageUp: 0.1 };
/** The least that an arrow moves, as a share of the axis. */
const LEAST_STRIDE = 0.01;

interface CursorSlider {
  /** Of what it is the cursor. */
  readonly title: string;
  /** The last place of the axis, which begins at 0. */
  readonly end: number;
  /** Points of the line that has the most. */
  readonly points: number;
  /** What is read at a place, in words. */
  readonly read: (at: number) => string;
}

/**
 * What makes an element the cursor over a chart. By keys: arrows go from point to point where points are few, Page Up and Page
 * Down a tenth of the axis, Home and End to its ends; Escape takes it away, and so does a pointer that leaves.
 */
export function useCursorSlider({ title, end, points, read }: CursorSlider) {
  const cursor = useCursor();
  const at = useCursorPlace();
  const stride = Math.max(LEAST_STRIDE, 1 / Math.max(1, points)) * end;
  const press = (event: KeyboardEvent) => {
    const { key } = event;
    if (key === 'Escape') return cursor.set(null);
    const by = (STRIDES[key] ?? 0) * stride + (LEAPS[key] ?? 0) * end;
    const to = key === 'Home' ? 0 : key === 'End' ? end : by === 0 ? null : (cursor.get() ?? 0) + by;
    if (to === null) return;
    event.preventDefault();
    cursor.set(Math.min(end, Math.max(0, to)));
  };
  return {
    role: 'slider',
    tabIndex: 0,
    'aria-label': `Cursor over ${title}`,
    'aria-valuemin': 0,
    'aria-valuemax': end,
    'aria-valuenow': at ?? 0,
    'aria-valuetext': at === null ? 'nowhere' : read(at),
    onPointerLeave: () => cursor.set(null),
    onKeyDown: press,
  } as const;
}
