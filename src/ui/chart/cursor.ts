import { createContext, useContext, useSyncExternalStore } from 'react';

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
