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

/**
 * What keys do to the cursor over a chart: arrows go from point to point where points are few, Page Up and Page Down a tenth of
 * the axis, Home and End to its ends; Escape takes it away.
 * @param end the last place of the axis, which begins at 0  @param points of the line that has the most
 */
export function useCursorKeys(end: number, points: number): (event: KeyboardEvent) => void {
  const cursor = useCursor();
  const stride = Math.max(LEAST_STRIDE, 1 / Math.max(1, points)) * end;
  return (event) => {
    const { key } = event;
    if (key === 'Escape') return cursor.set(null);
    const by = (STRIDES[key] ?? 0) * stride + (LEAPS[key] ?? 0) * end;
    const to = key === 'Home' ? 0 : key === 'End' ? end : by === 0 ? null : (cursor.get() ?? 0) + by;
    if (to === null) return;
    event.preventDefault();
    cursor.set(Math.min(end, Math.max(0, to)));
  };
}
